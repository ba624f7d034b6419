import type { Prediction } from '../../base/prediction.ts';

/** A small picture as a `data:` URI: a report loads nothing. About 200 px wide is right. */
export type Thumbnail = string;

/** One picture that both approaches were asked about. */
export type RecognisedPicture = {
  /** What to call it, usually its path. */
  readonly caption: string;
  /** Null for a stranger. */
  readonly truth: string | null;
  readonly image: Thumbnail;
  readonly classifier: Prediction | null;
  readonly gallery: Prediction | null;
  /** The nearest enrolled pictures, nearest first; three to five are enough. */
  readonly nearest: readonly { readonly label: string; readonly similarity: number; readonly image: Thumbnail }[];
};

/** Pictures of one class that were often given another: see `confusions`. */
export type ConfusedPair = {
  readonly approach: 'classifier' | 'gallery';
  readonly truth: string;
  readonly answer: string;
  /** How many there were. */
  readonly count: number;
  /** Some of them. */
  readonly examples: readonly { readonly caption: string; readonly image: Thumbnail }[];
};

/** One thing that somebody needs to repeat the comparison: its name and value. */
export type Setting = { readonly name: string; readonly value: string };

/** What a report shows besides the numbers. */
export type ReportMaterial = {
  readonly pictures: readonly RecognisedPicture[];
  readonly confusions: readonly ConfusedPair[];
  /** Seed, split, backbone, version and the like, in the order to show. */
  readonly settings: readonly Setting[];
};
