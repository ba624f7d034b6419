import type { Symptom } from '../recovery/monitor-verdict.ts';

/** How well weights do on what is not learned from: `loss`, and whatever else was measured, by name. */
export type Validation = { readonly loss: number } & Readonly<Record<string, number>>;

/** Something that went wrong while learning, and what was done about it. */
export type Incident = {
  /** Counted from 1. */
  readonly epoch: number;
  /** Steps that had been taken when it was seen. */
  readonly step: number;
  readonly kind: 'not-finite' | 'diverged' | 'plateau' | Symptom['kind'];
  /** What was seen and what was done, as a person would say it. */
  readonly explanation: string;
  /** What scheduled rates are multiplied by from now on. */
  readonly slowed: number;
};

/** One pass over the samples, as it went. */
export type Epoch = {
  /** Counted from 1. */
  readonly epoch: number;
  /** Mean over the pass. */
  readonly loss: number;
  /** The last step's. */
  readonly rate: number;
  /** What the loss reports beside, means over the pass, by name; absent where it reports nothing. */
  readonly reports?: Readonly<Record<string, number>>;
  readonly validation: Validation | null;
  /** How long the pass and its validation took. */
  readonly seconds: number;
  /** What went wrong in it; absent where nothing did. */
  readonly incidents?: readonly Incident[];
};

/** Why training ended: all epochs were run; validation no longer improved; the rate became tiny; or it kept diverging. */
export type Ending = 'finished' | 'no better' | 'plateau' | 'diverged';
