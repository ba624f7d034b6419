import { add, clip, mul, sub } from '../graph/ops.ts';
import type { Value } from '../graph/value.ts';
import type { Tracked } from '../steps/parameter.ts';
import type { Relaxation } from '../steps/relaxation.ts';
import { numbersOf, type State, withNumbers } from '../steps/state.ts';
import type { Comparisons } from './comparisons.ts';
import { semiHard } from './miners/semi-hard.ts';

/**
 * How far a miner is softened: 0 it chooses, 1 semi-hard negatives teach instead, 2 everything does. A statistic that no step
 * changes, only teaching does, where embeddings collapse or nothing is learned: so it is a part of the state, kept and taken
 * up like all of it, and a learner need not be built anew for another miner.
 */
export const miningRelaxation: Tracked = { name: 'miner.softness', shape: [1], initial: new Float32Array(1) };

/** Whom a softened miner lets teach, after what it is an answer to, by softness. */
const inWords = ['', 'with semi-hard negatives in place of the mined', 'with all comparisons in place of the mined'];

/** The largest softness. */
export const maxRelaxation = inWords.length - 1;

/** Positives of an anchor for which there is made room: a loss on triplets takes so many times what one takes. */
const mostRoom = 8;

/**
 * What teaches at this softness [1], of what a miner chose and what it was given. Hard negatives collapse embeddings, and
 * semi-hard ones do not (Schroff et al. 2015); all comparisons are weaker, but there are always some. Where a miner chose one
 * positive of a great many (`mostPositives`), as beside a memory, it stays the only one.
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

/** The miner one level softer than in this state, or as soft as this; null where it has none, or is as soft already. */
export function relaxedMining(state: State, least = 0): Relaxation | null {
  const levels = numbersOf(state, miningRelaxation);
  const now = Math.max(...levels);
  if (levels.length === 0 || now >= maxRelaxation) return null;
  const level = Math.max(now + 1, least);
  return { of: (state) => withNumbers(state, miningRelaxation, level), words: inWords[level] };
}
