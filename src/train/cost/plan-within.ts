import type { Cut } from './learnable-network.ts';

/** What training costs on this machine. */
export type Speeds = {
  /** Seconds per view, all threads together: to read, decode and vary a picture, and per multiplication of the trunk. */
  readonly view: { readonly fixed: number; readonly perMultiplication: number };
  /** Seconds per learned picture at some cuts, from the shortest tail to the longest, at least two. */
  readonly learning: readonly { readonly tail: number; readonly seconds: number }[];
};

/** Seconds per view, all threads together, where the frozen part ends at a cut. */
export function viewSeconds({ view }: Speeds, { trunk }: Pick<Cut, 'trunk'>): number {
  return view.fixed + view.perMultiplication * trunk;
}

/**
 * Seconds per learned picture, there and back, where learning begins at a cut: along the line through the measured cuts around
 * it.
 */
export function learningSeconds({ learning }: Speeds, { tail }: Pick<Cut, 'tail'>): number {
  const after = learning.findIndex((point, i) => i > 0 && point.tail >= tail);
  const upper = after < 0 ? learning.length - 1 : after;
  const [a, b] = [learning[upper - 1], learning[upper]];
  const slope = (b.seconds - a.seconds) / Math.max(1, b.tail - a.tail);
  return a.seconds + Math.max(0, slope) * (tail - a.tail);
}

/** How much there is to learn from, and in what. */
export type Means = {
  readonly pictures: number;
  /** Pictures that validation looks at each epoch. */
  readonly validated: number;
  readonly seconds: number;
  /** Room for activations on disk. */
  readonly bytes: number;
};

/** What is learned, as far as time decides it. */
export type TrainingExtent = { readonly cut: Cut; readonly views: number; readonly epochs: number };

/** Epochs and views that a cut deserves before a shallower one is worth more. */
const worthwhile = { views: 5, epochs: 10 } as const;

/** More epochs give nothing. */
export const mostEpochs = 24;

/** More views neither. */
const mostViews = 10;

/** A share of the multiplications beyond which a network learns slower than it forgets. */
const deepestTail = 0.75;

/** Share of the time kept for what was not foreseen. */
const reserve = 0.2;

/**
 * The shallowest cut that can be learned thoroughly within the time and the room on disk, with as many views and epochs as
 * fit: both together, then epochs. Where not even the deepest cut fits, the features alone, and as little as one epoch.
 */
export function planWithin(cuts: readonly Cut[], speeds: Speeds, means: Means): TrainingExtent {
  const whole = cuts[0].tail;
  const usable = cuts.filter(({ tail }) => tail <= deepestTail * whole);
  const budget = (1 - reserve) * means.seconds;
  const fits = (extent: TrainingExtent) =>
    secondsOf(extent, speeds, means) <= budget && bytesOf(extent, means) <= means.bytes;
  const cut = usable.find((each) => fits({ cut: each, ...worthwhile })) ?? usable[usable.length - 1];
  const sizes = Array.from({ length: mostEpochs }, (_, i) => mostEpochs - i).map((epochs) => ({
    cut,
    epochs,
    views: Math.max(1, Math.min(mostViews, Math.round(epochs / 2))),
  }));
  return sizes.find(fits) ?? { cut, views: 1, epochs: 1 };
}

/** How long an extent takes. */
export function secondsOf(
  { cut, views, epochs }: TrainingExtent,
  speeds: Speeds,
  { pictures, validated }: Means,
): number {
  // Forward alone is a third of a step.
  const epochSeconds = (pictures + validated / 3) * learningSeconds(speeds, cut);
  return (pictures * views + validated) * viewSeconds(speeds, cut) + epochs * epochSeconds;
}

function bytesOf({ cut, views }: TrainingExtent, { pictures, validated }: Means): number {
  return 2 * cut.size * (pictures * views + validated);
}
