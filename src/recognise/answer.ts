import type { Neighbour, Prediction } from '../base/prediction.ts';
import type { ClassDifference } from '../bundle/class-difference.ts';
import type { Outlier } from '../pooling/outliers.ts';

/** The classifier's answer for a picture, in the words of the contract: the best class, and the likeliest ones. */
export type ClassifierAnswer = {
  readonly label: string | null;
  /** The probability of the best class, 0..1. */
  readonly probability: number;
  /** The most probable classes, most probable first. */
  readonly top: readonly { readonly label: string; readonly probability: number }[];
  /** Classes that only the gallery or only the classifier knows; absent where both know the same classes. */
  readonly stale?: ClassDifference;
};

/** The gallery's answer for a picture, in the words of the contract: the nearest class, or unknown. */
export type GalleryAnswer = {
  /** Null when unknown. */
  readonly label: string | null;
  /** Whether the similarity reached the threshold. */
  readonly known: boolean;
  /** The similarity to the nearest class, -1..1, also where it stayed below the threshold. */
  readonly similarity: number;
  /** The similarity from which the picture counts as known. */
  readonly threshold: number | null;
  /** The nearest classes, nearest first. */
  readonly classes: readonly { readonly label: string; readonly similarity: number }[];
  /** The nearest enrolled pictures, nearest first. */
  readonly nearest: readonly Neighbour[];
};

/** The answers of both approaches for one picture; null for an approach that the bundle lacks. */
export type Recognition = { readonly classifier: ClassifierAnswer | null; readonly gallery: GalleryAnswer | null };

/** The answers of both approaches for several pictures of one thing. */
export type GroupRecognition = Recognition & {
  /** How many pictures the answers rest on: all but the outliers. */
  readonly pictures: number;
  /** Pictures that do not seem to show the same thing as the others, the least similar first. */
  readonly outliers: readonly Outlier[];
};

/** Converts the predictions of both approaches, which share one type, to answers with each approach's own names. */
export function recognitionOf({
  classifier,
  gallery,
}: Readonly<Record<'classifier' | 'gallery', Prediction | null>>): Recognition {
  return { classifier: classifier && classifierAnswer(classifier), gallery: gallery && galleryAnswer(gallery) };
}

function classifierAnswer({ label, score, candidates }: Prediction): ClassifierAnswer {
  const top = candidates.map((candidate) => ({ label: candidate.label, probability: candidate.score }));
  return { label, probability: score, top };
}

function galleryAnswer({ label, known, score, threshold, candidates, nearest }: Prediction): GalleryAnswer {
  const classes = candidates.map((candidate) => ({ label: candidate.label, similarity: candidate.score }));
  return { label, known, similarity: score, threshold, classes, nearest };
}
