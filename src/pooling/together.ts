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
   * Divides the logarithms of the classifier's pooled probabilities, so that they are calibrated for a number of
   * pictures; below 1 makes them more extreme. Empty: they stay.
   */
  readonly temperatures: ByPictures;
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
  temperatures: [],
  leastAgreement: [],
};
