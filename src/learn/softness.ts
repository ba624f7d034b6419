import { add, mul, sub } from '../graph/ops.ts';
import type { Value } from '../graph/value.ts';
import { floats, floatTensor } from '../runtime/tensors.ts';
import type { Comparisons } from './comparisons.ts';
import type { Tracked } from './parameter.ts';
import type { State } from './state.ts';

/**
 * How far a miner is softened: 0 it chooses, 1 everything counts. A statistic that no step changes, only teaching does, where
 * embeddings collapse: so it is a part of the state, kept and taken up like all of it, and every graph has it for a few
 * passes over [A, O].
 */
export const softness: Tracked = { name: 'miner.softness', shape: [1], initial: new Float32Array(1) };

/**
 * What a miner chose, and by this softness [1] what it was given. Positives stay the mined ones where there is no room for
 * more (`mostPositives`): of what makes embeddings collapse, the nearest negatives do most.
 */
export function softer(mined: Comparisons, given: Comparisons, share: Value): Comparisons {
  const towards = (from: Value, to: Value) => add(from, mul(share, sub(to, from)));
  return {
    ...mined,
    negative: towards(mined.negative, given.negative),
    ...(mined.mostPositives >= given.mostPositives && { positive: towards(mined.positive, given.positive) }),
  };
}

/** The state with its miner soft; null where it has none, or a soft one already. */
export function softened(state: State): State | null {
  const hard = Object.keys(state).filter((name) => isSoftness(name) && floats(state[name])[0] < 1);
  if (hard.length === 0) return null;
  const soft = floatTensor(Float32Array.of(1), softness.shape);
  return { ...state, ...Object.fromEntries(hard.map((name) => [name, soft])) };
}

/** Criterions and averages put their own words before it. */
function isSoftness(name: string): boolean {
  return name.split('/').at(-1) === softness.name;
}
