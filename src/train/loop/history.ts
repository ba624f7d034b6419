import type { Symptom } from '../recovery/monitor-verdict.ts';

/** Scores of the weights on held-out data: `loss`, and other measures by name. */
export type Validation = { readonly loss: number } & Readonly<Record<string, number>>;

/** A problem seen during training, and the reaction to it. */
export type Incident = {
  /** Counted from 1. */
  readonly epoch: number;
  /** Number of steps done when the problem was seen. */
  readonly step: number;
  readonly kind: 'not-finite' | 'diverged' | 'plateau' | Symptom['kind'];
  /** A sentence for people: what was seen and what was done. */
  readonly explanation: string;
  /** Factor on all scheduled learning rates from now on. */
  readonly slowed: number;
};

/** One finished epoch. */
export type Epoch = {
  /** Counted from 1. */
  readonly epoch: number;
  /** Mean training loss over the epoch. */
  readonly loss: number;
  /** The learning rate of the last step. */
  readonly rate: number;
  /** Other values that the loss reports, by name, as means over the epoch. Absent where it reports nothing. */
  readonly reports?: Readonly<Record<string, number>>;
  readonly validation: Validation | null;
  /** Duration of the epoch and its validation. */
  readonly seconds: number;
  /** Problems seen in this epoch; absent where there were none. */
  readonly incidents?: readonly Incident[];
};

/**
 * Why training ended: all epochs are done (`finished`), validation stopped improving (`no better`), the learning rate
 * became tiny (`plateau`), or training diverged too often (`diverged`).
 */
export type Ending = 'finished' | 'no better' | 'plateau' | 'diverged';
