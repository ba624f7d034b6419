import { random } from '../../base/random.ts';
import { type AnnotatedPictures, annotatedWithin, supervisionBy } from '../../data/annotations/annotated-pictures.ts';
import { membersByValue } from '../../data/members-by-value.ts';
import type { Stage, TrainingPlan } from '../../plan/training-plan.ts';
import { whitenedMost } from '../../plan/whitening-within.ts';
import { somePictures } from '../some-pictures.ts';
import type { HeldOutPaths, LabelledPaths } from '../views/stage-views.ts';

/** The pictures of a training, and its plan. */
export type WhitenedPictures = {
  readonly plan: TrainingPlan;
  readonly learned: LabelledPaths;
  readonly heldOut: HeldOutPaths;
  /** Annotations of the learned pictures and then of those held out; null: their classes are all there is. */
  readonly annotated: AnnotatedPictures | null;
};

/** Pictures, and equal numbers for those that are known to be the same. */
export type KnownPictures = { readonly paths: readonly string[]; readonly identities: ArrayLike<number> };

/** Whether the held-out pictures are of classes that are learned, so that nearest means measure. */
export function hasKnownClasses({ heldOut, annotated }: Pick<WhitenedPictures, 'heldOut' | 'annotated'>): boolean {
  return annotated === null && heldOut.strangeClasses === null;
}

/**
 * Pictures that a space is fitted to: some of those learned, or of all, of as many classes as possible. Null where no
 * two are known to be the same.
 */
export function knownPictures(task: WhitenedPictures, on: Stage['on']): KnownPictures | null {
  const { network, seed, whitened: most } = task.plan;
  const { paths, identities } = identitiesOf(task, on);
  const { perClass, ...usual } = whitenedMost[network.architecture === null ? 'backbone' : 'fresh'];
  const pictures = Math.min(usual.pictures, most ?? usual.pictures);
  const fair = Math.floor(pictures / new Set(Array.from(identities)).size);
  const chosen = somePictures(identities, { pictures, perClass: Math.max(2, Math.min(perClass, fair)) }, seed);
  const own = chosen.map((i) => identities[i] ?? 0);
  return new Set(own).size < own.length ? { paths: chosen.map((i) => paths[i]), identities: own } : null;
}

/** Identities of pictures; null for a picture that is known only to differ from others. */
function identitiesOf({ learned, heldOut, annotated }: WhitenedPictures, on: Stage['on']) {
  const paths = on === 'all' ? [...learned.paths, ...heldOut.paths] : learned.paths;
  if (annotated === null)
    return { paths, identities: on === 'all' ? [...learned.labels, ...heldOut.labels] : learned.labels };
  const { of } = supervisionBy(annotatedWithin(annotated, [...paths.keys()])).identities;
  const shared = new Set([...membersByValue(of)].flatMap(([identity, { length }]) => (length > 1 ? [identity] : [])));
  return { paths, identities: Array.from(of, (identity) => (shared.has(identity) ? identity : null)) };
}

/**
 * Held-out pictures that a space is measured on; many with classes are sampled by the seed. Null where there are none,
 * or where one of their classes has no known picture: with fewer classes the measure would be too high.
 */
export function measuringPictures(
  { heldOut, annotated, plan }: WhitenedPictures,
  known: KnownPictures,
): HeldOutPaths | null {
  const { paths, labels, strangeClasses } = heldOut;
  if (paths.length === 0) return null;
  if (annotated !== null) return heldOut;
  const present = new Set(Array.from(known.identities));
  if (strangeClasses === null && labels.some((label) => !present.has(label))) return null;
  const drawn = random(plan.seed, 'judges of whitening')
    .shuffle([...paths.keys()])
    .slice(0, whitenedMost.heldOut);
  const chosen = drawn.sort((a, b) => a - b);
  return { paths: chosen.map((i) => paths[i]), labels: Int32Array.from(chosen, (i) => labels[i]), strangeClasses };
}
