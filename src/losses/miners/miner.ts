import type { Value } from '../../graph/value.ts';
import type { Comparisons } from '../comparisons.ts';

/**
 * Chooses what a loss should learn from: gives the same comparisons with other weights, each 0 where it was 0. It is not
 * differentiated: nothing of what it computes reaches a gradient but through the weights' choice.
 */
export type Miner = {
  /** Whether it draws: it is then given numbers uniform in [0, 1), [A, O]. */
  readonly draws: boolean;
  /** Whether it chooses among embeddings of earlier batches: it needs a memory of them. Absent: not. */
  readonly remembers?: boolean;
  mine(comparisons: Comparisons, drawn: Value | null): Comparisons;
};
