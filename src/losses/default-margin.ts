import type { Tracked } from '../steps/parameter.ts';
import type { Relaxation } from '../steps/relaxation.ts';
import { numbersOf, type State, withNumbers } from '../steps/state.ts';

/**
 * Whether a loss asks for less than it was told to: 0 or 1. A statistic that no step changes, as the softness of a miner, where
 * embeddings collapse; but that a miner keeps back what there is to learn is no reason to ask for less.
 */
export const usesDefaultMargin: Tracked = { name: 'loss.relented', shape: [1], initial: new Float32Array(1) };

/** The loss asking for less; null where it cannot, or does already. */
export function withDefaultMargin(state: State): Relaxation | null {
  const numbers = numbersOf(state, usesDefaultMargin);
  if (numbers.length === 0 || numbers.includes(1)) return null;
  return {
    of: (state) => withNumbers(state, usesDefaultMargin, 1),
    words: 'with the usual margin in place of a larger one',
  };
}
