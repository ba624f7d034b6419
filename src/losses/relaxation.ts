import { add, clip, mul, sub } from '../graph/ops.ts';
import type { Value } from '../graph/value.ts';
import type { Tracked } from '../steps/parameter.ts';
import { numbersOf, type State, withNumbers } from '../steps/state.ts';
import type { Comparisons } from './comparisons.ts';
import { semiHard } from './miners/semi-hard.ts';

/*
 * Relaxation makes a training task easier after embeddings collapsed. Two things can be relaxed: what a miner chooses,
 * and what a loss demands. Each is a number in the training state that no step changes. Recovery changes it. So it is
 * saved and restored with the state, and the graph of a step stays the same.
 */

/** A change of the training state that makes the task easier. */
export type Relaxation = {
  /** The changed state. */
  of(state: State): State;
  /** What is different now, for a report. */
  readonly words: string;
};

/** All of these changes together. */
export function allOf(relaxations: readonly Relaxation[]): Relaxation {
  return {
    of: (state) => relaxations.reduce((relaxed, { of }) => of(relaxed), state),
    words: relaxations.map(({ words }) => words).join(', '),
  };
}

/** The level of the miner, [1]. 0: as mined; 1: semi-hard negatives instead; 2: all comparisons instead. */
export const miningRelaxation: Tracked = { name: 'miner.softness', shape: [1], initial: new Float32Array(1) };

/** Messages by level: what replaces the mined pairs. */
const inWords = ['', 'with semi-hard negatives in place of the mined', 'with all comparisons in place of the mined'];

/** The largest level. */
export const maxRelaxation = inWords.length - 1;

/** Cap on positives per anchor: the memory of a triplet loss grows linearly with it. */
const mostRoom = 8;

/**
 * Blends the mined comparisons with semi-hard ones (level 1) or with all (level 2); `level`: [1]. Hard negatives can
 * collapse embeddings; semi-hard ones do not (Schroff et al. 2015). All comparisons are weaker, but never empty. If the
 * miner chose fewer positives, and all would exceed the cap, as with a memory, the miner's positives stay.
 */
export function relaxedComparisons(mined: Comparisons, given: Comparisons, level: Value): Comparisons {
  const semi = semiHard().mine(given, null);
  const between = (side: 'positive' | 'negative') => {
    const towards = (from: Value, to: Value, share: Value) => add(from, mul(share, sub(to, from)));
    return towards(towards(mined[side], semi[side], clip(level, 0, 1)), given[side], clip(sub(level, 1), 0, 1));
  };
  const { mostPositives } = given;
  if (mined.mostPositives < mostPositives && mostPositives > mostRoom)
    return { ...mined, negative: between('negative') };
  return { ...mined, positive: between('positive'), negative: between('negative'), mostPositives };
}

/** The miner one level up, or at `least` if that is higher; null without a miner in the state, or at the last level. */
export function relaxedMining(state: State, least = 0): Relaxation | null {
  const levels = numbersOf(state, miningRelaxation);
  const now = Math.max(...levels);
  if (levels.length === 0 || now >= maxRelaxation) return null;
  const level = Math.max(now + 1, least);
  return { of: (state) => withNumbers(state, miningRelaxation, level), words: inWords[level] };
}

/**
 * Whether a loss demands less, [1]: 0 as configured, 1 after a collapse. A loss that can do so declares it among its
 * statistics, and reads it by its name.
 */
export const lossRelaxation: Tracked = { name: 'loss.relaxed', shape: [1], initial: new Float32Array(1) };

/** The loss demanding less; null where it cannot, or does so already. */
export function relaxedLoss(state: State): Relaxation | null {
  const numbers = numbersOf(state, lossRelaxation);
  if (numbers.length === 0 || numbers.includes(1)) return null;
  return {
    of: (state) => withNumbers(state, lossRelaxation, 1),
    words: 'with the usual margin in place of a larger one',
  };
}
