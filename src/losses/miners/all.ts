import type { Miner } from './miner.ts';

/** Keeps all pairs: the loss sees everything, and its own margin or temperature weighs the pairs. */
export function all(): Miner {
  return { draws: false, mine: (comparisons) => comparisons };
}
