import type { LearnableNetwork } from '../train/cost/learnable-network.ts';
import { learningSeconds, type Speeds, viewSeconds } from '../train/cost/plan-within.ts';

/**
 * The most pictures that a whitened space is fitted to: fewer of a backbone, whose features take ten times as long for
 * each; and the most held-out pictures with classes that it is measured on, because more hardly narrow the interval.
 */
export const whitenedMost = {
  backbone: { pictures: 4000, perClass: 40 },
  fresh: { pictures: 20_000, perClass: 20_000 },
  heldOut: 5000,
} as const;

/** What is whitened at last, and in what time everything is to be done. */
export type WhiteningWish = {
  readonly network: Pick<LearnableNetwork, 'cuts'>;
  readonly isFresh: boolean;
  /** Whether all features are known already, as where only a head learns on what the cache holds. */
  readonly isKnown: boolean;
  readonly counts: { readonly learned: number; readonly validated: number };
  readonly classes: number;
  /** Whether a last stage learns the held-out pictures too, after which all is whitened anew. */
  readonly twice: boolean;
  readonly seconds: number;
};

/** The share of the time that whitening may take: with a few minutes it looks at fewer pictures. */
const share = 0.15;

/** The fewest pictures, beside two of each class: with fewer the estimate of the space is poor. */
const fewest = 1000;

/**
 * The most pictures that whitening is fitted to within the time, and the seconds that it takes with the held-out ones.
 * `pictures` null: as many as are of use.
 */
export function whiteningWithin(
  { network, isFresh, isKnown, counts, classes, twice, seconds }: WhiteningWish,
  speeds: Speeds,
): { readonly pictures: number | null; readonly seconds: number } {
  if (counts.validated === 0 || isKnown) return { pictures: null, seconds: 0 };
  const usual = Math.min(counts.learned, whitenedMost[isFresh ? 'fresh' : 'backbone'].pictures);
  const cut = network.cuts[isFresh ? 0 : network.cuts.length - 1];
  const forward = learningSeconds(speeds, cut) / 3; // forward alone is a third of a step
  const each = viewSeconds(speeds, cut) + (isFresh ? forward : 0);
  const times = twice ? 2 : 1;
  const heldOut = Math.min(counts.validated, whitenedMost.heldOut);
  const fitting = Math.floor(((share * seconds) / each - heldOut) / times);
  const pictures = Math.min(usual, Math.max(fewest, 2 * classes, fitting));
  const needed = (times * pictures + heldOut) * each;
  return { pictures: pictures < usual ? pictures : null, seconds: Math.min(seconds / 2, needed) };
}
