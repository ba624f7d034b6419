import { formatCount, percent, percentInterval } from '../base/figures.ts';
import type { ApartBy } from '../data/annotations/hold-out-annotated.ts';
import type { Skipped } from '../data/embedding/embedded.ts';
import type { Interval } from '../metrics/interval.ts';
import { wilson } from '../metrics/wilson.ts';
import type { TrainingPlan } from '../plan/training-plan.ts';
import type { Ending, Incident, Validation } from '../train/loop/history.ts';
import { type Metric, measured } from '../train/validation/measured.ts';
import type { LearnedStage, StagedEpoch } from './learn-stage.ts';
import type { LearnedNetwork } from './learn-stages.ts';
import type { Overrun } from './overrun.ts';

/** What `train --json` prints. */
export type TrainResult = {
  readonly out: string;
  /** Numbers of an embedding that the file gives. */
  readonly dimensions: number;
  readonly plan: TrainingPlan;
  /** Steps taken. */
  readonly steps: number;
  readonly epochs: number;
  readonly seconds: number;
  /** By how much it took longer than its time, and why; null: it did not, or it repeated a plan. */
  readonly overrun: Overrun | null;
  readonly history: readonly StagedEpoch[];
  readonly validation: ValidationResult | null;
  /**
   * How whitened features score in place of the head, and whether they were taken; null where that could not be tried.
   */
  readonly whitening: FeatureWhitening | null;
  /** Why training ended: of the stages, the first ending that is not `finished`. */
  readonly stopped: Ending;
  /** What went wrong on the way, and was recovered from. */
  readonly incidents: readonly Incident[];
  readonly seed: number;
  readonly skipped: readonly Skipped[];
};

/** The score of the chosen epoch, whitened where that was better, on the pictures that chose it. */
export type ValidationResult = {
  /**
   * The measure: the share of pictures whose nearest class mean is their own; of classes that were not learned, that of
   * pictures whose nearest other picture is of their class; or, where they have no classes, the chance that two of one
   * identity are more similar than two of different ones, or the share of triplets whose positive is nearer.
   */
  readonly metric: Metric;
  readonly value: number;
  readonly interval: Interval;
  /** The accuracy of the classifier that training used; null where there are no classes. */
  readonly classifier: number | null;
  readonly samples: number;
  /** Of annotated pictures or of new classes: whether their identities are new too, or only the pictures are. */
  readonly apart: ApartBy | null;
  /** Counted from 1 over all stages; 0: none was better than the initial weights, which are kept. */
  readonly epoch: number;
};

/**
 * The validation metric of the head's embeddings (`before`) and of whitened or further projected features (`after`),
 * for the same pictures (at most 5,000 with classes) and class means.
 */
export type FeatureWhitening = {
  /** The better space of features: the whitened one, or one that is learned for nearest means, where these validate. */
  readonly space: 'whitened' | 'nearestMean';
  readonly before: number;
  readonly after: number;
  /** Whether they were taken in place of the head. */
  readonly taken: boolean;
  /** 95 % interval of the one that was taken. */
  readonly interval: Interval;
  readonly samples: number;
};

/** Spaces of features, in words for people. */
export const spaceInWords = {
  whitened: 'whitened features',
  nearestMean: 'features projected for nearest means',
} as const satisfies Record<FeatureWhitening['space'], string>;

/** Whether whitened features end the network. */
export function isWhitened(whitening: FeatureWhitening | null): whitening is FeatureWhitening {
  return whitening?.taken ?? false;
}

/** The epochs of all stages. */
export function historyOf({ stages }: LearnedNetwork): StagedEpoch[] {
  return stages.flatMap(({ history }, index) => history.map((epoch) => ({ ...epoch, stage: index + 1 })));
}

/** Steps of all stages. */
export function stepsOf({ stages }: Pick<LearnedNetwork, 'stages'>): number {
  return stages.reduce((sum, { steps }) => sum + steps, 0);
}

/** The first ending that is not `finished`: a later stage must not hide it. */
export function endingOf({ stages }: Pick<LearnedNetwork, 'stages'>): Ending {
  return stages.find(({ ending }) => ending !== 'finished')?.ending ?? 'finished';
}

/** The validation of the chosen epoch of the last stage that was validated; null where no pictures chose. */
export function validationOf(
  { stages }: LearnedNetwork,
  plan: TrainingPlan,
  { samples, whitening }: { readonly samples: number; readonly whitening: FeatureWhitening | null },
): ValidationResult | null {
  const validated = lastValidated(stages);
  if (validated === null) return null;
  const { validation } = validated;
  const taken = isWhitened(whitening) ? whitening : null;
  const { nearest, accuracy = null, low, high } = validation;
  const { metric, value } = measured(validation);
  return {
    metric,
    value: taken?.after ?? value,
    interval: taken?.interval ?? (nearest === undefined ? [low, high] : wilson(nearest * samples, samples)),
    classifier: accuracy,
    samples: taken?.samples ?? samples,
    apart: metric === 'recall at 1' ? 'identities' : (plan.supervision?.apart ?? null),
    epoch: chosenEpoch(stages),
  };
}

/** A validation in words for people. */
export function validationInWords({ metric, value, interval, samples, apart }: ValidationResult): string {
  const of =
    apart === null ? 'pictures' : apart === 'identities' ? 'pictures of identities' : 'new pictures of identities';
  const learned =
    apart === null ? 'that it did not learn from' : apart === 'identities' ? 'never learned' : 'that it learned';
  const measured = `${percent(value)} ${metrics[metric]} (${percentInterval(interval)})`;
  return `${measured}, of ${formatCount(samples)} ${of} ${learned}`;
}

/** What each metric is a share of. */
const metrics = {
  'nearest mean accuracy': 'nearest to their class',
  'recall at 1': 'have one of their class nearest',
  'verification AUC': 'chance that two that are the same are more similar than two that differ',
  'triplets in order': 'of triplets with the positive nearer',
} as const satisfies Record<Metric, string>;

/** The last stage that was validated, and the validation of the weights that it gave; null where none was. */
export function lastValidated(stages: LearnedNetwork['stages']) {
  const validated = stages.flatMap((stage) => {
    const validation = validationIn(stage);
    return validation ? [{ stage, validation }] : [];
  });
  return validated.at(-1) ?? null;
}

function validationIn({ best, initialValidation, history }: LearnedStage): Validation | null {
  return best === 0 ? initialValidation : history[best - 1].validation;
}

/** The best epoch of the last stage that improved on its initial weights, counted over all stages; 0 where none did. */
function chosenEpoch(stages: LearnedNetwork['stages']): number {
  const last = stages.findLastIndex((stage) => stage.best > 0 && validationIn(stage));
  if (last < 0) return 0;
  return stages.slice(0, last).reduce((sum, { history }) => sum + history.length, stages[last].best);
}
