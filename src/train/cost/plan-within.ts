import type { TrainableCut } from './learnable-network.ts';

/** Measured durations on this machine. */
export type Speeds = {
  /**
   * Seconds per view, all threads together: a fixed part (read, decode, augment), and seconds per multiplication of the
   * trunk.
   */
  readonly view: { readonly fixed: number; readonly perMultiplication: number };
  /** Seconds per training picture at two or more cuts, from the shortest tail to the longest. */
  readonly learning: readonly { readonly tail: number; readonly seconds: number }[];
};

/** Seconds per view, all threads together, for a trunk that ends at this cut. */
export function viewSeconds({ view }: Speeds, { trunk }: Pick<TrainableCut, 'trunk'>): number {
  return view.fixed + view.perMultiplication * trunk;
}

/** Seconds per training picture (forward and backward) for this cut, interpolated between the measured cuts. */
export function learningSeconds({ learning }: Speeds, { tail }: Pick<TrainableCut, 'tail'>): number {
  const after = learning.findIndex((point, i) => i > 0 && point.tail >= tail);
  const upper = after < 0 ? learning.length - 1 : after;
  const [a, b] = [learning[upper - 1], learning[upper]];
  const secondsPerMultiplication = (b.seconds - a.seconds) / Math.max(1, b.tail - a.tail);
  return a.seconds + Math.max(0, secondsPerMultiplication) * (tail - a.tail);
}

/** The size of the training data, and the limits on time and disk. */
export type TrainingBudget = {
  readonly pictures: number;
  /** Number of validation pictures per epoch. */
  readonly validated: number;
  readonly seconds: number;
  /** Disk space for activations. */
  readonly bytes: number;
};

/** The extent of a training: where the network is cut, views per picture, and epochs. */
export type TrainingExtent = { readonly cut: TrainableCut; readonly views: number; readonly epochs: number };

/** A cut needs this many epochs and views before a shallower cut is worth more. */
const worthwhile = { views: 5, epochs: 10 } as const;

/** Maximum number of epochs: more do not improve the result. */
export const maxEpochs = 24;

/** Maximum number of views: more do not improve the result. */
const maxViews = 10;

/** Maximum share of the multiplications in the tail: training more of the network forgets faster than it learns. */
const deepestTail = 0.75;

/** Share of the time kept in reserve. */
const reserve = 0.2;

/**
 * The shallowest cut that can be trained well within the time and the disk space, with as many views and epochs as fit:
 * both together first, then epochs. Where not even the deepest cut fits, only the head is trained, for as little as one
 * epoch.
 */
export function planWithin(cuts: readonly TrainableCut[], speeds: Speeds, budget: TrainingBudget): TrainingExtent {
  const whole = cuts[0].tail;
  const usable = cuts.filter(({ tail }) => tail <= deepestTail * whole);
  const secondsAvailable = (1 - reserve) * budget.seconds;
  const fits = (extent: TrainingExtent) =>
    secondsOf(extent, speeds, budget) <= secondsAvailable && bytesOf(extent, budget) <= budget.bytes;
  const cut = usable.find((each) => fits({ cut: each, ...worthwhile })) ?? usable[usable.length - 1];
  const sizes = Array.from({ length: maxEpochs }, (_, i) => maxEpochs - i).map((epochs) => ({
    cut,
    epochs,
    views: Math.max(1, Math.min(maxViews, Math.round(epochs / 2))),
  }));
  return sizes.find(fits) ?? { cut, views: 1, epochs: 1 };
}

/** The duration of a training of this extent, in seconds. */
export function secondsOf(
  { cut, views, epochs }: TrainingExtent,
  speeds: Speeds,
  { pictures, validated }: TrainingBudget,
): number {
  // A forward pass alone takes a third of a step.
  const epochSeconds = (pictures + validated / 3) * learningSeconds(speeds, cut);
  return (pictures * views + validated) * viewSeconds(speeds, cut) + epochs * epochSeconds;
}

function bytesOf({ cut, views }: TrainingExtent, { pictures, validated }: TrainingBudget): number {
  return 2 * cut.size * (pictures * views + validated);
}
