import type { Value } from '../../graph/value.ts';
import type { Comparisons } from '../comparisons.ts';

/**
 * Chooses the pairs that a loss learns from: it returns the comparisons with other weights, where weights of 0 stay 0.
 * It is not differentiated: its weights are constants for the gradient.
 */
export type Miner = {
  /** Whether it draws at random: it then needs numbers uniform in [0, 1), [A, O], as `drawn`. */
  readonly draws: boolean;
  /** Whether it chooses among embeddings of earlier batches, and so needs a memory. Absent: no. */
  readonly remembers?: boolean;
  mine(comparisons: Comparisons, drawn: Value | null): Comparisons;
};
