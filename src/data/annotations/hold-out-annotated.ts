import type { Sample } from '../dataset.ts';
import { validationFifth } from '../splits/split-dataset.ts';
import type { Supervision } from '../supervision/supervision.ts';
import {
  type AnnotatedPictures,
  annotatedPictures,
  annotatedWithin,
  isTrainable,
  supervisionBy,
} from './annotated-pictures.ts';
import { evaluationPairsOf } from './evaluation-pairs.ts';
import { splitByIdentity } from './split-by-identity.ts';

/** What is kept on one side of the split: whole identities, or, if there are too few of them, only pictures. */
export type ApartBy = 'identities' | 'pictures';

/** The indices of the pictures to train on and of the held-out pictures. */
export type AnnotatedParts = {
  readonly learned: readonly number[];
  readonly heldOut: readonly number[];
  /** Null if nothing can be held out. */
  readonly apart: ApartBy | null;
};

/** At most this many pictures are held out: the number of pairs grows with the square. */
const maxHeldOut = 2000;

/** The held-out part must have between these multiples of the wanted size. */
const [leastShare, mostShare] = [0.5, 1.5];

/**
 * Splits off a seeded 20 % validation set (at most 2000 pictures) that still contains enough annotated pairs. Tried in
 * this order: (1) all pictures that annotations connect stay together, so that no annotation is lost; (2) identities
 * stay whole, with anchor and positive of a triplet as one identity; (3) identities stay whole; (4) pictures of each
 * identity are split. Sample i is picture i of the annotations.
 */
export function holdOutAnnotated(
  samples: readonly Sample[],
  annotated: AnnotatedPictures,
  seed: number,
): AnnotatedParts {
  const [known, near] = [annotated, withNearness(annotated)].map(supervisionBy);
  const share = Math.min(0.2, maxHeldOut / samples.length);
  const options = { seed, shares: { train: 1 - share, val: share, test: 0 } };
  const kept = (by: Supervision, whole: 'identities' | 'annotations') => () =>
    splitByIdentity(samples, by, { ...options, whole });
  const attempts: readonly (readonly [ApartBy, () => Sample[]])[] = [
    ['identities', kept(known, 'annotations')],
    ['identities', kept(near, 'identities')],
    ['identities', kept(known, 'identities')],
    ['pictures', () => validationFifth(byIdentity(samples, near), seed, maxHeldOut)],
  ];
  for (const [apart, split] of attempts) {
    const parts = partsOf(split());
    if (isUseful(parts, annotated, { share, seed })) return { ...parts, apart };
  }
  return { learned: samples.map((_, picture) => picture), heldOut: [], apart: null };
}

/** The annotations with anchor and positive of each triplet as a same pair: good enough to decide a split. */
export function withNearness({ annotations }: AnnotatedPictures): AnnotatedPictures {
  const { triplets = [], pairs = [] } = annotations;
  const near = triplets.map(({ anchor, positive }) => ({ a: anchor, b: positive, same: true }));
  return annotatedPictures({ ...annotations, pairs: [...pairs, ...near] });
}

function byIdentity(samples: readonly Sample[], { identities }: Supervision): Sample[] {
  return samples.map((sample, i) => ({ ...sample, label: String(identities.of[i]) }));
}

function partsOf(split: readonly Sample[]) {
  const numbers = (wanted: 'train' | 'val') => split.flatMap(({ part }, i) => (part === wanted ? [i] : []));
  return { learned: numbers('train'), heldOut: numbers('val') };
}

/** Whether the held-out part has about the wanted size, one part can be trained on, and the other evaluated. */
function isUseful(
  { learned, heldOut }: Omit<AnnotatedParts, 'apart'>,
  annotated: AnnotatedPictures,
  { share, seed }: { readonly share: number; readonly seed: number },
): boolean {
  const held = heldOut.length / (learned.length + heldOut.length) / share;
  if (held < leastShare || held > mostShare) return false;
  const [trainPart, heldOutPart] = [learned, heldOut].map((members) => annotatedWithin(annotated, members));
  return isTrainable(trainPart) && evaluationPairsOf(supervisionBy(heldOutPart), seed) !== null;
}
