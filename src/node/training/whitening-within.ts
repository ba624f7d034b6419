import { learningSeconds, type Speeds, viewSeconds } from '../../learn/afford.ts';
import type { LearnableNetwork } from '../../learn/learnable-network.ts';
import { whitenedMost } from './whitened-last.ts';

/** What is whitened at last, and in what time everything is to be done. */
export type WhiteningWish = {
  readonly network: LearnableNetwork;
  readonly isFresh: boolean;
  /** Whether only a head learns: features are then known. */
  readonly headOnly: boolean;
  readonly counts: { readonly learned: number; readonly judged: number };
  /** Whether a last stage learns what was spared, after which all is whitened anew. */
  readonly twice: boolean;
  readonly seconds: number;
};

/** What whitening may take of the time: with a few minutes it looks at fewer pictures. */
const share = 0.15;

/** But at no fewer than these. */
const fewest = 1000;

/** By how many pictures features are whitened at last, beside those that judge, and how long that takes. */
export function whiteningWithin(
  { network, isFresh, headOnly, counts, twice, seconds }: WhiteningWish,
  speeds: Speeds,
): { readonly pictures: number; readonly seconds: number } {
  const usual = Math.min(counts.learned, whitenedMost[isFresh ? 'fresh' : 'backbone'].pictures);
  if (counts.judged === 0 || headOnly) return { pictures: usual, seconds: 0 };
  const cut = network.cuts[isFresh ? 0 : network.cuts.length - 1];
  const each = viewSeconds(speeds, cut) + (isFresh ? learningSeconds(speeds, cut) / 3 : 0); // a third of it leads forward
  const times = twice ? 2 : 1;
  const judges = Math.min(counts.judged, whitenedMost.judges);
  const fitting = Math.floor(((share * seconds) / each - judges) / times);
  const pictures = Math.min(usual, Math.max(fewest, fitting));
  return { pictures, seconds: Math.min(seconds / 2, (times * pictures + judges) * each) };
}
