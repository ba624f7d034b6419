import type { Prediction } from '../../base/prediction.ts';
import type { ClassScores } from '../by-class.ts';
import type { ShownPanel } from './explanations.ts';
import type { ShownMatrix } from './matrix.ts';

/** A small picture as a `data:` URI, as a report loads nothing; about 200 px wide. */
export type Thumbnail = string;

/** One picture with the predictions of both approaches. */
export type RecognisedPicture = {
  /** Its name, usually its path. */
  readonly caption: string;
  /** The true class; null for a stranger. */
  readonly truth: string | null;
  readonly image: Thumbnail;
  readonly classifier: Prediction | null;
  readonly gallery: Prediction | null;
  /** The nearest enrolled pictures, nearest first; three to five are enough. */
  readonly nearest: readonly { readonly label: string; readonly similarity: number; readonly image: Thumbnail }[];
};

/** Pictures of class `truth` that an approach often took for `answer`: see `confusions`. */
export type ConfusedPair = {
  readonly approach: 'classifier' | 'gallery';
  readonly truth: string;
  readonly answer: string;
  /** How many pictures. */
  readonly count: number;
  /** Some of them. */
  readonly examples: readonly Example[];
};

/** A picture with its name. */
export type Example = { readonly caption: string; readonly image: Thumbnail };

/** A picture left out because of its label, and its nearest neighbours; `image` is null if it cannot be read. */
export type ShownSuspect = { readonly image: Thumbnail | null; readonly nearest: readonly Example[] };

/** A picture that an approach named wrongly; `image` is null if enough mistakes are shown already. */
export type Mistake = Pick<RecognisedPicture, 'caption' | 'classifier' | 'gallery'> & {
  readonly truth: string;
  readonly image: Thumbnail | null;
};

/** Why a picture was recognised as it was: the regions that carry both answers. */
export type Explanation = { readonly caption: string; readonly truth: string; readonly panels: readonly ShownPanel[] };

/** Name and value of a setting that is needed to repeat the comparison. */
export type ReportSetting = { readonly name: string; readonly value: string };

/** What a report shows besides the numbers. */
export type ReportMaterial = {
  readonly pictures: readonly RecognisedPicture[];
  readonly confusions: readonly ConfusedPair[];
  /** The first of the comparison's suspects, in the same order. */
  readonly suspects?: readonly ShownSuspect[];
  /** Why some pictures were confused. Absent: the network has no map that could show it. */
  readonly explanations?: readonly Explanation[];
  /** Sorted by class; `more` mistakes are not listed. */
  readonly mistakes?: { readonly listed: readonly Mistake[]; readonly more: number };
  /** Worst class first. */
  readonly classes?: readonly ClassScores[];
  readonly matrices?: readonly ShownMatrix[];
  /** Threshold of the gallery, a cosine. */
  readonly threshold?: number | null;
  /** Seed, split, backbone, version and the like, in the order to show. */
  readonly settings: readonly ReportSetting[];
};
