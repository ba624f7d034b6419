import type { Stale } from '../bundle/stale.ts';
import type { Skipped } from '../data/embedded.ts';
import type { SuspectPicture } from '../fit/sift.ts';
import type { answerMeasures, certaintyMeasures, openMeasures, retrievalMeasures } from '../metrics/catalogue.ts';
import type { Interval } from '../metrics/interval.ts';
import type { Scores } from '../metrics/measure.ts';

/** How good the classifier is: shares 0..1, `interval` is accuracy's. */
export type ClassifierScores = { readonly interval: Interval } & Scores<
  typeof answerMeasures & typeof certaintyMeasures
>;

/** How good the gallery is: accuracy and its kin take the best class, threshold not applied. */
export type GalleryScores = { readonly interval: Interval } & Scores<
  typeof answerMeasures & typeof retrievalMeasures
> & {
    /** Share of these, all known, pictures that the threshold accepts. */
    readonly accepted: number;
    /** Share of the accepted ones that are named rightly; null where none is accepted. */
    readonly acceptedAccuracy: number | null;
  };

/** How well an approach tells known pictures from strangers. */
export type UnknownScores = Scores<typeof openMeasures>;

/** The same for the gallery, at its threshold as well. */
export type GalleryUnknownScores = UnknownScores & {
  /** Share of the strangers that the threshold accepts. */
  readonly falseAccept: number;
  /** The share that calibration promised not to exceed; null where nothing was promised. */
  readonly promised: number | null;
};

/** Known against strangers, for the approaches that there are. */
export type UnknownResult = {
  /** How many strangers. */
  readonly samples: number;
  readonly classifier: UnknownScores | null;
  readonly gallery: GalleryUnknownScores | null;
  /** Gallery minus classifier; null where there are not both. */
  readonly difference: { readonly auroc: number; readonly interval: Interval } | null;
};

/** What both approaches are worth on the same labelled pictures. */
export type Evaluation = {
  readonly classifier: ClassifierScores | null;
  readonly gallery: GalleryScores | null;
  readonly unknown: UnknownResult | null;
};

/** What `evaluate --json` prints. */
export type EvaluateResult = Evaluation & {
  readonly classifier: (ClassifierScores & StaleClassifier) | null;
  /** Pictures measured. */
  readonly samples: number;
  readonly classes: number;
  readonly seed: number;
  readonly seconds: number;
  /** The part that was measured: train, val, test or all. */
  readonly split: string;
  /** How many of the pictures the bundle had learned or selected on. */
  readonly seen: number;
  readonly skipped: readonly Skipped[];
  /** Labels that the bundle lacks; their pictures are left out. */
  readonly unseenLabels: readonly string[];
};

/** What is said of a classifier that does not know the classes of its gallery; absent where it does. */
export type StaleClassifier = { readonly stale?: Stale };

/** What an approach takes to learn and to answer. */
export type Costs = {
  readonly learnSeconds: number;
  readonly embedMillisecondsPerImage: number;
  readonly decideMillisecondsPerImage: number;
  /** Size of what it adds to a bundle. */
  readonly bytes: number;
};

/** Gallery minus classifier on the same pictures. */
export type Difference = {
  readonly accuracy: number;
  readonly interval: Interval;
  /** McNemar's exact two-sided p, every picture counting as independent. */
  readonly p: number;
};

/** One line for each approach over the same `x`; empty where an approach is missing. */
export type Curve = {
  readonly name: string;
  readonly x: readonly number[];
  readonly classifier: readonly number[];
  readonly gallery: readonly number[];
};

/** What to use. `hybrid`: one names the class, the other decides whether the picture is known at all. */
export type Choice = 'classifier' | 'gallery' | 'hybrid' | 'either' | 'undecided';

/** Which approach to use, and why, in sentences for people. */
export type Verdict = { readonly choose: Choice; readonly sentence: string; readonly because: readonly string[] };

/** What comparing adds to evaluating. */
export type Comparison = {
  readonly classifier: (ClassifierScores & { readonly costs: Costs }) | null;
  readonly gallery: (GalleryScores & { readonly costs: Costs }) | null;
  readonly unknown: UnknownResult | null;
  /** Null where one approach is missing. */
  readonly difference: Difference | null;
  readonly curves: readonly Curve[];
  readonly verdict: Verdict;
};

/** What a verdict is drawn from. */
export type Findings = Omit<Comparison, 'curves' | 'verdict'> & {
  /** Labelled pictures that both were measured on. */
  readonly samples: number;
};

/** What `compare --json` prints. */
export type CompareResult = Comparison & {
  /** The data set's name. */
  readonly dataset: string;
  /** Pictures measured. */
  readonly samples: number;
  readonly seed: number;
  readonly split: { readonly train: number; readonly val: number; readonly test: number };
  /** Pictures that neither approach learned from, as their labels look wrong: the surest first. */
  readonly suspects: readonly SuspectPicture[];
  readonly skipped: readonly Skipped[];
};
