import type { Miner } from './miner.ts';

/** Chooses everything: the loss sees every pair, and its own margin or temperature weighs them. */
export function all(): Miner {
  return { draws: false, mine: (comparisons) => comparisons };
}
