import type { Classifier } from '../../classify/classifier.ts';
import { enrolledOf } from '../../gallery/enrolled-of.ts';
import type { GalleryForAnswers } from '../../gallery/gallery.ts';
import type { Threshold } from '../../gallery/threshold.ts';
import { mean } from '../../metrics/mean.ts';
import type { Answering } from '../answering/answering.ts';
import type { OpenSetChoice, Scores } from './choose-open-set.ts';
import type { GalleryScoring } from './gallery-score.ts';

/** A threshold on the scores of an approach, and what it is worth. */
export type PickedThreshold = Pick<Threshold, 'value' | 'source' | 'promise'>;

/** Chooses the threshold of an approach from its scores of own pictures and of strangers. */
export type PickThreshold = (scores: Scores) => PickedThreshold;

/** Both approaches and the one answer, with their thresholds. */
export type WithThresholds<G> = {
  readonly gallery: G | null;
  readonly classifier: Classifier | null;
  readonly answering: Answering;
};

/**
 * Gives every approach the threshold that `pick` chooses on its own scores. `cohort` [C]: the cohort mean of each class
 * of the gallery (see cohortMeans). Which class is nearest does not change.
 */
export function withThresholds<G extends GalleryForAnswers>(
  { gallery, classifier }: { readonly gallery: G | null; readonly classifier: Classifier | null },
  choice: OpenSetChoice,
  cohort: Float64Array,
  pick: PickThreshold,
): WithThresholds<G> {
  const { names, knows, outcomes, both } = choice.answer;
  const picked = choice.gallery && pick(choice.gallery);
  return {
    gallery:
      gallery && choice.gallery && picked
        ? {
            ...gallery,
            threshold: limitsLike(gallery.threshold, picked, choice.gallery.scoring, classesIn(gallery), cohort),
          }
        : gallery,
    classifier:
      classifier && choice.classifier
        ? {
            ...classifier,
            unknown: { familiarity: choice.classifier.familiarity, threshold: pick(choice.classifier) },
          }
        : classifier,
    answering: { names, knows, outcomes, threshold: pick(both) },
  };
}

function classesIn(gallery: GalleryForAnswers): readonly string[] {
  return enrolledOf(gallery).classes;
}

/** The same with what several pictures add, where they are scored as before. */
function limitsLike(
  { value, byPictures, runnerUp = 0, cohort: part = 0 }: Threshold,
  picked: PickedThreshold,
  scoring: GalleryScoring,
  classes: readonly string[],
  cohort: ArrayLike<number>,
): Threshold {
  const threshold = limitsOf(picked, scoring, classes, cohort);
  if (!byPictures || runnerUp !== scoring.runnerUp || part !== scoring.cohort) return threshold;
  const moved = byPictures.map((each) => ({ ...each, value: each.value + threshold.value - value }));
  return { ...threshold, byPictures: moved };
}

/** The threshold on similarities that says the same as one on scores. */
export function limitsOf(
  { value, ...picked }: PickedThreshold,
  { runnerUp, cohort: part }: GalleryScoring,
  classes: readonly string[],
  cohort: ArrayLike<number>,
): Threshold {
  const limit = (of: number) => value + part * of;
  return {
    ...picked,
    value: limit(mean(cohort)),
    ...(runnerUp > 0 && { runnerUp }),
    ...(part > 0 && {
      cohort: part,
      byClass: Object.fromEntries(classes.map((label, c) => [label, limit(cohort[c])])),
    }),
  };
}
