import type { ErrorJson } from '../../base/error.ts';
import type { Answer } from '../../calibrate/answering/one-answer.ts';
import type { ClassifierAnswer, GalleryAnswer } from '../../recognise/answer.ts';
import type { ClassEvidence, Match, NearestEvidence } from '../../recognise/explain.ts';
import type { Why } from '../../recognise/why.ts';
import type { Square } from './seen-picture.ts';

/** Why the classifier answers as it does. `evidence` is null where it knows only one class. */
export type ClassifierExplanation = ClassifierAnswer & Why & { readonly evidence: ClassEvidence | null };

/** Why the gallery answers as it does. */
export type GalleryExplanation = GalleryAnswer &
  Why & {
    /** Why the picture is like the nearest enrolled picture of the nearest class. */
    readonly evidence: NearestEvidence | null;
    /** The file of that enrolled picture; null where it was not found. */
    readonly file: string | null;
    /** In words, why there is no file; null where there is. */
    readonly missing: string | null;
    /** How both match; null where the file was not found. */
    readonly match: Match | null;
  };

/** Why a bundle answers as it does about one picture: one element of `pictures` that `explain --json` prints. */
export type PictureExplanation = {
  readonly path: string;
  /** Why it could not be recognised; absent where it was. */
  readonly error?: ErrorJson;
  /** The one answer; null where the picture failed. */
  readonly answer: Answer | null;
  readonly classifier: ClassifierExplanation | null;
  readonly gallery: GalleryExplanation | null;
};

/** What is needed to draw an explanation. */
export type DrawableExplanation = {
  readonly explanation: PictureExplanation;
  /** The picture as the network sees it. */
  readonly seen: Square;
  /** The enrolled picture as the network sees it; null where its file was not found. */
  readonly enrolled: Square | null;
};

/** An explanation, with what is needed to draw it unless the picture could not be read. */
export type ExplainedPicture = DrawableExplanation | { readonly explanation: PictureExplanation; readonly seen: null };
