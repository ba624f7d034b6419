import type { ByPictures } from '../gallery/by-pictures.ts';
import type { WeightingName } from './weightings/catalogue.ts';

/** What a classifier may pool: the embeddings, to classify once, or the logarithms of each picture's probabilities. */
export const pooledThings = ['embeddings', 'logProbabilities'] as const;

/** How a classifier pools several pictures of one thing. */
export type ClassifierPooling = {
  readonly pooled: (typeof pooledThings)[number];
  readonly weighting: WeightingName;
};

/** How a bundle answers for several pictures of one thing, as validation chose it. */
export type Together = {
  /** How the gallery weighs the embeddings. */
  readonly gallery: WeightingName;
  readonly classifier: ClassifierPooling;
  /**
   * 0..1: how much more certain the classifier is of N pictures. The logarithms of its pooled probabilities are
   * multiplied by N to this power. 0: no more than of one picture; 1: as if the pictures were independent.
   */
  readonly independence: number;
  /**
   * A picture that agrees less with the others than this does not show the same thing: least cosine, in the features of
   * the gallery (else of the classifier), with the mean of the others. Empty: no picture is left out.
   */
  readonly leastAgreement: ByPictures;
};

/** For a bundle that was never validated on several pictures: the mean of the embeddings, and no picture left out. */
export const unvalidated: Together = {
  gallery: 'mean',
  classifier: { pooled: 'embeddings', weighting: 'mean' },
  independence: 0,
  leastAgreement: [],
};
