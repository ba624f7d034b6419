import type { Prediction } from '../../base/prediction.ts';
import type { ClassScores } from '../by-class.ts';
import type { ShownMatrix } from './matrix.ts';

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
  readonly examples: readonly Example[];
};

/** A picture with its name. */
export type Example = { readonly caption: string; readonly image: Thumbnail };

/** A picture that was left out for its label, and the nearest others; null where it cannot be read. */
export type ShownSuspect = { readonly image: Thumbnail | null; readonly nearest: readonly Example[] };

/** A picture that an approach named wrongly; its image is null where enough are shown. */
export type Mistake = Pick<RecognisedPicture, 'caption' | 'classifier' | 'gallery'> & {
  readonly truth: string;
  readonly image: Thumbnail | null;
};

/** One thing that somebody needs to repeat the comparison: its name and value. */
export type Setting = { readonly name: string; readonly value: string };

/** What a report shows besides the numbers. */
export type ReportMaterial = {
  readonly pictures: readonly RecognisedPicture[];
  readonly confusions: readonly ConfusedPair[];
  /** The first of the comparison's suspects. */
  readonly suspects?: readonly ShownSuspect[];
  /** By class; `more` are not listed. */
  readonly mistakes?: { readonly listed: readonly Mistake[]; readonly more: number };
  /** The worst class first. */
  readonly classes?: readonly ClassScores[];
  readonly matrices?: readonly ShownMatrix[];
  /** The gallery's, a cosine. */
  readonly threshold?: number | null;
  /** Seed, split, backbone, version and the like, in the order to show. */
  readonly settings: readonly Setting[];
};
