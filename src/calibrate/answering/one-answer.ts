import { formatScore, percent } from '../../base/figures.ts';
import type { Prediction } from '../../base/prediction.ts';
import { acceptedFrom } from '../../gallery/threshold.ts';
import { type Answering, type Approach, answersBy } from './answering.ts';
import { featuresAlone, featuresOf } from './features.ts';
import { knownLogOdds, type OutcomeProbabilities, outcomeProbabilities } from './outcome-model.ts';

/** The one answer for a picture, from both approaches. */
export type Answer = {
  /** Null when unknown. */
  readonly label: string | null;
  readonly known: boolean;
  /** Who said whether the picture is known; `hybrid`: both together. */
  readonly by: Approach | 'hybrid';
  /**
   * The probability that the answer is right, 0..1, where every second picture is of no known class; of an unknown
   * picture: that it is of none. Null where nothing was calibrated.
   */
  readonly confidence: number | null;
  /** Why, in a sentence. */
  readonly because: string;
};

/** The predictions of both approaches for one picture; null for an approach that is missing. */
export type BothPredictions = Readonly<Record<Approach, Prediction | null>>;

/** How the one answer is made. */
export type AnswerRules = {
  /** Absent: the gallery answers where there is one. */
  readonly answering?: Answering | undefined;
  /** Whether the classifier knows a class: the gallery names those that it does not. */
  readonly isLearned: (label: string) => boolean;
  /** Whether the caller gave the gallery's threshold, which then decides. */
  readonly isThresholdGiven: boolean;
};

/** The one answer of both predictions. One of them must be there. */
export function answerOf(both: BothPredictions, rules: AnswerRules): Answer {
  const { by, knows, known, named, probabilities } = decided(both, rules);
  return {
    label: known ? named : null,
    known,
    by,
    confidence: probabilities && (known ? probabilities.right : probabilities.stranger),
    because: reason(both, { knows, known, named }),
  };
}

/**
 * The one answer as a prediction, so that it is measured as both approaches are. Its score is the confidence, 0 where
 * nothing was calibrated.
 */
export function answerPrediction(both: BothPredictions, rules: AnswerRules): Prediction {
  const { knows, known, named, probabilities } = decided(both, rules);
  const score = probabilities ? (known ? probabilities.right : probabilities.stranger) : 0;
  const single = both[knows === 'classifier' ? 'classifier' : 'gallery'];
  return {
    ...{ label: known ? named : null, known, score, threshold: null },
    familiarity: knows === 'both' && probabilities ? knownLogOdds(probabilities) : (single?.familiarity ?? 0),
    ...{ candidates: [{ label: named, score }], runnerUp: null, nearest: [] },
  };
}

/** An answer in a few words: `fox, confidence 73 %`. */
export function answerInWords({ label, confidence }: Pick<Answer, 'label' | 'confidence'>): string {
  return `${label ?? 'unknown'}${confidence === null ? '' : `, confidence ${Math.round(100 * confidence)} %`}`;
}

type Decided = {
  readonly by: Answer['by'];
  readonly knows: Answering['knows'];
  readonly known: boolean;
  readonly named: string;
  readonly probabilities: OutcomeProbabilities | null;
};

function decided(both: BothPredictions, { answering, isLearned, isThresholdGiven }: AnswerRules): Decided {
  const probabilities = answering ? outcomesOf(both, answering) : null;
  const calibrated = probabilities && answering ? answering : null;
  const knows = both.gallery && isThresholdGiven ? 'gallery' : (calibrated?.knows ?? onlyOf(both));
  const names = calibrated?.names ?? onlyOf(both);
  const known =
    knows === 'both' && calibrated && probabilities
      ? knownLogOdds(probabilities) >= acceptedFrom(calibrated.threshold, { label: null })
      : both[knows === 'classifier' ? 'classifier' : 'gallery']?.known === true;
  return { by: answersBy({ names, knows }), knows, known, named: naming(both, names, isLearned), probabilities };
}

/** Who answers where nothing was calibrated: the gallery where there is one. */
function onlyOf({ gallery }: BothPredictions): Approach {
  return gallery ? 'gallery' : 'classifier';
}

/** Null where an approach is missing that the model was fitted to. */
function outcomesOf(both: BothPredictions, { outcomes, names }: Answering): OutcomeProbabilities | null {
  const { length } = outcomes.mean;
  const alone = { gallery: null, classifier: null, [names]: both[names] };
  const features = featuresOf(saidOf(length > featuresAlone ? both : alone));
  return features.length === length ? outcomeProbabilities(outcomes, features) : null;
}

function saidOf({ gallery, classifier }: BothPredictions) {
  return {
    gallery: gallery && {
      best: bestOf(gallery),
      similarity: gallery.score,
      runnerUp: gallery.runnerUp?.score ?? -1,
    },
    classifier: classifier && {
      best: bestOf(classifier),
      familiarity: classifier.familiarity,
      probability: classifier.score,
    },
  };
}

/** The class that the naming approach gives; the gallery's where the classifier has not learned that one. */
function naming(
  { gallery, classifier }: BothPredictions,
  names: Approach,
  isLearned: (label: string) => boolean,
): string {
  const nearest = gallery && bestOf(gallery);
  if (names === 'classifier' && classifier && (nearest === null || isLearned(nearest))) return bestOf(classifier);
  return nearest ?? (classifier ? bestOf(classifier) : '');
}

function bestOf({ candidates }: Prediction): string {
  return candidates[0].label;
}

function reason(
  { gallery, classifier }: BothPredictions,
  { knows, known, named }: Pick<Decided, 'knows' | 'known' | 'named'>,
): string {
  const near = gallery && nearness(gallery);
  const sure = classifier && `the classifier gives ${bestOf(classifier)} ${percent(classifier.score)}`;
  const said = (knows === 'classifier' ? [sure, near] : [near, sure]).filter((words) => words !== null);
  const verdict = known ? `${named}` : 'no known class';
  const both = knows === 'both' ? ', both weighed together' : '';
  return `${verdict}: ${said.join('; ')}${both}`;
}

function nearness({ score, threshold, candidates: [{ label }] }: Prediction): string {
  const limit = threshold ?? 0;
  const side = score >= limit ? 'above' : 'below';
  return `nearest is ${label} at ${formatScore(score)}, ${formatScore(Math.abs(score - limit))} ${side} the threshold`;
}
