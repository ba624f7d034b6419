import type { HeadName } from '../train/heads/catalogue.ts';
import { type ProjectionSpec, plain } from './projection-candidates.ts';

/** A head to train, as data. */
export type HeadSpec = {
  readonly head: HeadName;
  readonly projection: ProjectionSpec;
  /** Label smoothing, 0..1. */
  readonly labelSmoothing: number;
  /** The largest learning rate of the one-cycle schedule; 0: a cosine head stays at the class means. */
  readonly learningRate: number;
  readonly weightDecay: number;
  /** What a cosine head multiplies cosines by. */
  readonly logitScale: number;
};

const standardised: ProjectionSpec = { name: 'standardised', power: 0.75, shrinkage: 0 };
const whitened: ProjectionSpec = { name: 'whitened', power: 0.75, shrinkage: 0.5 };
const discriminant: ProjectionSpec = { name: 'discriminant', power: 0.75, shrinkage: 0.1 };

const usual = { labelSmoothing: 0.1, learningRate: 1e-3, logitScale: 10 } as const;

/** What validation chooses among; the earlier one wins a tie. */
export const headCandidates: readonly HeadSpec[] = [
  { head: 'linear', projection: standardised, weightDecay: 0.1, ...usual },
  { head: 'cosine', projection: standardised, weightDecay: 0, ...usual },
  { head: 'cosine', projection: whitened, weightDecay: 0, ...usual },
  { head: 'cosine', projection: discriminant, weightDecay: 0, ...usual },
  // A backbone that was fine-tuned has its classes where their means are, and knows by heart what it learned from.
  { head: 'cosine', projection: plain, weightDecay: 0, ...usual, learningRate: 0 },
];

/** What is learned where no picture can be held out: it begins at the class means and strays little from them. */
export const headWithoutValidation: HeadSpec = { head: 'cosine', projection: plain, weightDecay: 0, ...usual };
