import type { Sample } from '../dataset.ts';
import { validationFifth } from '../split-dataset.ts';
import {
  type AnnotatedPictures,
  annotatedPictures,
  annotatedWithin,
  isTrainable,
  supervisionBy,
} from './annotated-pictures.ts';
import { evaluationPairsOf } from './evaluation-pairs.ts';
import { splitByIdentity } from './split-by-identity.ts';
import type { Supervision } from './supervision.ts';

/** What keeps what is held out apart from what is learned: whole identities, or, where there are too few, pictures alone. */
export type ApartBy = 'identities' | 'pictures';

/** Pictures to learn from and pictures to be judged by, by their numbers. */
export type AnnotatedParts = {
  readonly learned: readonly number[];
  readonly heldOut: readonly number[];
  /** Null where nothing can be held out. */
  readonly apart: ApartBy | null;
};

/** More judges tell hardly more, and two of them each are compared. */
const maxHeldOut = 2000;

/** What is held out should be such a share of what is wanted. */
const [leastShare, mostShare] = [0.5, 1.5];

/**
 * Holds out a seeded fifth of pictures about which questions can be asked, of which nothing is learned. Tried in this order:
 * all that statements speak of together stays together, so that none is lost; whole identities with those that triplets say
 * are near; whole identities; some pictures of each. Sample i is picture i of the testimony.
 */
export function holdOutAnnotated(
  samples: readonly Sample[],
  annotated: AnnotatedPictures,
  seed: number,
): AnnotatedParts {
  const [known, near] = [annotated, withNearness(annotated)].map(supervisionBy);
  const share = Math.min(0.2, maxHeldOut / samples.length);
  const options = { seed, shares: { train: 1 - share, val: share, test: 0 } };
  const kept = (by: Supervision, whole: 'identities' | 'statements') => () =>
    splitByIdentity(samples, by, { ...options, whole });
  const attempts: readonly (readonly [ApartBy, () => Sample[]])[] = [
    ['identities', kept(known, 'statements')],
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

/** As if an anchor and its positive were the same: a fair guess where only the split hangs on it. */
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

/** Whether the parts are about as large as wanted, and something can be learned from the one and asked of the other. */
function isUseful(
  { learned, heldOut }: Omit<AnnotatedParts, 'apart'>,
  annotated: AnnotatedPictures,
  { share, seed }: { readonly share: number; readonly seed: number },
): boolean {
  const held = heldOut.length / (learned.length + heldOut.length) / share;
  if (held < leastShare || held > mostShare) return false;
  const [trained, asked] = [learned, heldOut].map((members) => annotatedWithin(annotated, members));
  return isTrainable(trained) && evaluationPairsOf(supervisionBy(asked), seed) !== null;
}
