import type { HeadName } from '../../train/heads/catalogue.ts';
import { type ProjectionSpec, plain } from '../projection-candidates.ts';

/** The settings of a head to train. */
export type HeadSpec = {
  readonly head: HeadName;
  readonly projection: ProjectionSpec;
  /** Label smoothing, 0..1. */
  readonly labelSmoothing: number;
  /** The peak learning rate of the one-cycle schedule; 0: a cosine head stays at the class means. */
  readonly learningRate: number;
  readonly weightDecay: number;
  /** The factor of the cosines of a cosine head. */
  readonly logitScale: number;
};

const standardised: ProjectionSpec = { name: 'standardised', power: 0.75, shrinkage: 0 };
const whitened: ProjectionSpec = { name: 'whitened', power: 0.75, shrinkage: 0.5 };
const discriminant: ProjectionSpec = { name: 'discriminant', power: 0.75, shrinkage: 0.1 };

const usual = { labelSmoothing: 0.1, learningRate: 1e-3, logitScale: 10 } as const;

/** The heads that validation chooses from; the first wins a tie. */
export const headCandidates: readonly HeadSpec[] = [
  { head: 'linear', projection: standardised, weightDecay: 0.1, ...usual },
  { head: 'cosine', projection: standardised, weightDecay: 0, ...usual },
  { head: 'cosine', projection: whitened, weightDecay: 0, ...usual },
  { head: 'cosine', projection: discriminant, weightDecay: 0, ...usual },
  // For fine-tuned backbones: their classes already lie around the means, and training would overfit.
  { head: 'cosine', projection: plain, weightDecay: 0, ...usual, learningRate: 0 },
];

/** The head to train if no picture can be held out: it starts at the class means and stays close to them. */
export const headWithoutValidation: HeadSpec = { head: 'cosine', projection: plain, weightDecay: 0, ...usual };
