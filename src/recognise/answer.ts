import type { Neighbour, Prediction } from '../base/prediction.ts';
import type { ClassDifference } from '../bundle/class-difference.ts';
import { type Answer, type AnswerRules, answerOf, type BothPredictions } from '../calibrate/answering/one-answer.ts';
import type { Outlier } from '../pooling/outliers.ts';
import { type WhyBoth, whyOf } from './why.ts';

/** The classifier's answer for a picture, in the words of the contract: the best class, and the likeliest ones. */
export type ClassifierAnswer = {
  readonly label: string | null;
  /** The probability of the best class, 0..1. */
  readonly probability: number;
  /** The most probable classes, most probable first. */
  readonly top: readonly { readonly label: string; readonly probability: number }[];
  /** Whether the familiarity reached its threshold; true where there is none. The label stays the best class. */
  readonly known: boolean;
  /** How likely the picture is of any known class: larger is more likely. */
  readonly familiarity: number;
  /** The familiarity from which the picture counts as known; null where nothing was calibrated. */
  readonly threshold: number | null;
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

/** The one answer for a picture, and what each approach says; null for an approach that the bundle lacks. */
export type Recognition = {
  readonly answer: Answer;
  /** Margin, runner-up, and what would flip the answer of each approach. */
  readonly why: WhyBoth;
  readonly classifier: ClassifierAnswer | null;
  readonly gallery: GalleryAnswer | null;
};

/** The answers of both approaches for several pictures of one thing. */
export type GroupRecognition = Recognition & {
  /** How many pictures the answers rest on: all but the outliers. */
  readonly pictures: number;
  /** Pictures that do not seem to show the same thing as the others, the least similar first. */
  readonly outliers: readonly Outlier[];
};

/** Converts the predictions of both approaches, which share one type, to answers with each approach's own names. */
export function recognitionOf(both: BothPredictions, rules: AnswerRules): Recognition {
  const { classifier, gallery } = both;
  return {
    answer: answerOf(both, rules),
    why: whyOf({
      classifier: classifier && classifierAnswer(withTwoBest(classifier)),
      gallery: gallery && galleryAnswer(withTwoBest(gallery)),
    }),
    classifier: classifier && classifierAnswer(classifier),
    gallery: gallery && galleryAnswer(gallery),
  };
}

/** The best class and the runner-up, however many classes are listed. */
function withTwoBest(prediction: Prediction): Prediction {
  const { candidates, runnerUp } = prediction;
  return { ...prediction, candidates: [...candidates.slice(0, 1), ...(runnerUp ? [runnerUp] : [])] };
}

function classifierAnswer({ label, score, known, familiarity, threshold, candidates }: Prediction): ClassifierAnswer {
  const top = candidates.map((candidate) => ({ label: candidate.label, probability: candidate.score }));
  return { label, probability: score, top, known, familiarity, threshold };
}

function galleryAnswer({ label, known, score, threshold, candidates, nearest }: Prediction): GalleryAnswer {
  const classes = candidates.map((candidate) => ({ label: candidate.label, similarity: candidate.score }));
  return { label, known, similarity: score, threshold, classes, nearest };
}
