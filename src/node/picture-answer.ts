import type { ErrorJson } from '../base/error.ts';
import type { Neighbour, Prediction } from '../base/prediction.ts';
import type { Stale } from '../bundle/stale.ts';

/** One element of what `predict --json` prints. */
export type PictureAnswer = {
  /** As it was given, so that it can be opened from the current directory; `-` for standard input. */
  readonly path: string;
  /** Why it could not be recognised; absent where it was. */
  readonly error?: ErrorJson;
  /** Null where the bundle has no classifier, or the picture failed. */
  readonly classifier: ClassifierAnswer | null;
  /** Null where the bundle has no gallery, or the picture failed. */
  readonly gallery: GalleryAnswer | null;
};

/** What the classifier says: the best class, and the likeliest ones. */
export type ClassifierAnswer = {
  readonly label: string | null;
  readonly probability: number;
  readonly top: readonly { readonly label: string; readonly probability: number }[];
  /** Classes in which it differs from the gallery, whose changes it could not learn; absent where it does not. */
  readonly stale?: Stale;
};

/** What the gallery says: the nearest class, or unknown. */
export type GalleryAnswer = {
  /** Null when unknown. */
  readonly label: string | null;
  readonly known: boolean;
  /** Of the winning, or would-be, class. */
  readonly similarity: number;
  /** The similarity from which it is known. */
  readonly threshold: number | null;
  readonly classes: readonly { readonly label: string; readonly similarity: number }[];
  readonly nearest: readonly Neighbour[];
};

/** What both approaches said of one picture, in the words that each is known by; `stale` as of the bundle. */
export function pictureAnswer(
  path: string,
  { classifier, gallery }: { readonly classifier: Prediction | null; readonly gallery: Prediction | null },
  stale: Stale | null = null,
): PictureAnswer {
  return {
    path,
    classifier: classifier && { ...classifierAnswer(classifier), ...(stale && { stale }) },
    gallery: gallery && galleryAnswer(gallery),
  };
}

function classifierAnswer({ label, score, candidates }: Prediction): ClassifierAnswer {
  const top = candidates.map((candidate) => ({ label: candidate.label, probability: candidate.score }));
  return { label, probability: score, top };
}

function galleryAnswer({ label, known, score, threshold, candidates, nearest }: Prediction): GalleryAnswer {
  const classes = candidates.map((candidate) => ({ label: candidate.label, similarity: candidate.score }));
  return { label, known, similarity: score, threshold, classes, nearest };
}
