import type { GalleryForAnswers } from './gallery.ts';
import type { Threshold } from './threshold.ts';

/** The threshold that two pictures are compared by; of older bundles that of the gallery. */
export function verificationThreshold({ verification, threshold }: VerifyingGallery): Threshold {
  return verification ?? threshold;
}

/** The thresholds of a gallery. */
export type VerifyingGallery = Pick<GalleryForAnswers, 'verification' | 'threshold'>;
