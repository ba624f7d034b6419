import { formatScore, percent } from '../../base/figures.ts';
import type { Prediction } from '../../base/prediction.ts';
import { acceptedFrom } from '../../gallery/threshold.ts';
import type { Answering, Approach } from './answering.ts';
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
export function answerOf(both: BothPredictions, { answering, isLearned, isThresholdGiven }: AnswerRules): Answer {
  const { gallery, classifier } = both;
  const probabilities = answering ? outcomesOf(both, answering) : null;
  const by = deciding(both, probabilities && answering ? answering.by : null, isThresholdGiven);
  const known =
    by === 'hybrid' && probabilities && answering
      ? knownLogOdds(probabilities) >= acceptedFrom(answering.threshold, { label: null })
      : (both[by === 'classifier' ? 'classifier' : 'gallery'] ?? classifier)?.known === true;
  const named = naming(both, by === 'hybrid' ? (answering?.names ?? 'gallery') : by, isLearned);
  return {
    label: known ? named : null,
    known,
    by,
    confidence: probabilities && (known ? probabilities.right : probabilities.stranger),
    because: reason({ gallery, classifier }, { by, known, named }),
  };
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

function deciding(
  { gallery, classifier }: BothPredictions,
  wanted: Answer['by'] | null,
  isThresholdGiven: boolean,
): Answer['by'] {
  if (gallery && isThresholdGiven) return 'gallery';
  if (wanted === 'hybrid' && gallery && classifier) return 'hybrid';
  if (wanted === 'classifier' && classifier) return 'classifier';
  return gallery ? 'gallery' : 'classifier';
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
  { by, known, named }: { readonly by: Answer['by']; readonly known: boolean; readonly named: string },
): string {
  const near = gallery && nearness(gallery);
  const sure = classifier && `the classifier gives ${bestOf(classifier)} ${percent(classifier.score)}`;
  const said = (by === 'classifier' ? [sure, near] : [near, sure]).filter((words) => words !== null);
  const verdict = known ? `${named}` : 'no known class';
  const both = by === 'hybrid' ? ', both weighed together' : '';
  return `${verdict}: ${said.join('; ')}${both}`;
}

function nearness({ score, threshold, candidates: [{ label }] }: Prediction): string {
  const limit = threshold ?? 0;
  const side = score >= limit ? 'above' : 'below';
  return `nearest is ${label} at ${formatScore(score)}, ${formatScore(Math.abs(score - limit))} ${side} the threshold`;
}
