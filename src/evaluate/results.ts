import type { Stale } from '../bundle/stale.ts';
import type { Skipped } from '../data/embedded.ts';
import type { Whole } from '../fit/scenes.ts';
import type { SuspectPicture } from '../fit/sift.ts';
import type { Threshold } from '../gallery/threshold.ts';
import type { answerMeasures, certaintyMeasures, openMeasures, retrievalMeasures } from '../metrics/catalogue.ts';
import type { Interval } from '../metrics/interval.ts';
import type { Scores } from '../metrics/measure.ts';
import type { Cautions } from './cautions.ts';
import type { VerificationReport } from './verification.ts';

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
export type EvaluateResult = Evaluation &
  Cautions & {
    readonly classifier: (ClassifierScores & StaleClassifier) | null;
    /** Pictures measured. */
    readonly samples: number;
    readonly classes: number;
    readonly seed: number;
    readonly seconds: number;
    /** The part that was measured: train, val, test or all. */
    readonly split: string;
    readonly skipped: readonly Skipped[];
    /** Null where the embeddings of what the bundle learned from are not at hand. */
    readonly nearDuplicates: NearDuplicates | null;
    /** How well pairs are told at the gallery's threshold; null where there are labels to measure by. */
    readonly verification: MeasuredVerification | null;
  };

/** How well pairs are told, at which threshold. */
export type MeasuredVerification = VerificationReport & { readonly threshold: Threshold };

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

/** Accuracy against pictures per class; all lists are as long as `x`, or empty where an approach is missing. */
export type LearningCurve = Curve & {
  /** 95 %, over other pictures to learn from and to measure on. */
  readonly classifierInterval: readonly Interval[];
  readonly galleryInterval: readonly Interval[];
  /** Of gallery minus classifier, learned from the same pictures. */
  readonly differenceInterval: readonly Interval[];
  /** How often pictures were drawn for the point. */
  readonly draws: readonly number[];
};

/** Accuracy of each approach; null for an approach that there is not. */
export type ByPicture = { readonly classifier: number | null; readonly gallery: number | null };

/** Measured pictures that nearly repeat one that was learned from. */
export type NearDuplicates = {
  readonly pictures: number;
  /** The measured pictures that were looked at. */
  readonly of: number;
  /** The cosine of embeddings from which a picture counts. */
  readonly similarity: number;
  readonly classifier: AccuracyOnDuplicates | null;
  readonly gallery: AccuracyOnDuplicates | null;
};

/** Shares named rightly, of near duplicates and of the other pictures; null where there are none of them. */
export type AccuracyOnDuplicates = { readonly accuracy: number | null; readonly accuracyWithout: number | null };

/** What lies on both sides of a split, and what that is worth. */
export type Scenes = {
  /** What the split kept on one side; `given`: the data set is split, and its split was used. */
  readonly keptTogether: Whole | 'given';
  /** What a split that draws single pictures would have said; null for a given split, and one by picture. */
  readonly byPicture: ByPicture | null;
  /** Null for a split that was drawn. */
  readonly nearDuplicates: NearDuplicates | null;
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
  readonly curves: readonly (Curve | LearningCurve)[];
  readonly verdict: Verdict;
};

/** What a verdict is drawn from. */
export type Findings = Omit<Comparison, 'curves' | 'verdict'> & {
  /** Labelled pictures that both were measured on. */
  readonly samples: number;
};

/** What `compare --json` prints. */
export type CompareResult = Comparison &
  Cautions & {
    /** The data set's name. */
    readonly dataset: string;
    /** Pictures measured. */
    readonly samples: number;
    readonly seed: number;
    readonly split: { readonly train: number; readonly val: number; readonly test: number };
    readonly scenes: Scenes;
    /** Pictures that neither approach learned from, as their labels look wrong: the surest first. */
    readonly suspects: readonly SuspectPicture[];
    readonly skipped: readonly Skipped[];
  };
