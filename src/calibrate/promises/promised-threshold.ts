import { random } from '../../base/random.ts';
import { leastLimit, leastUnits } from './carried-by-units.ts';
import { promiseMode } from './catalogue.ts';
import type { PromiseMode, ScoredUnit, ThresholdPromise } from './promise.ts';
import { thresholdLevels } from './threshold-levels.ts';
import { type UnitMean, unitMean } from './unit-mean.ts';

/** What is asked of a threshold. */
export type PromiseRequest = {
  readonly promise: ThresholdPromise;
  /** The probability with which the promise holds, over the draw of the units. Absent: it holds on average. */
  readonly confidence?: number;
  /** Of the order of units and of the interval; 0 by default. */
  readonly seed?: number;
};

/** The loosest threshold that keeps the promise, or why none can. `units` are those that have a picture. */
export type PromisedThreshold = { readonly units: number } & (
  | (UnitMean & {
      readonly refused: null;
      /** A score is accepted exactly when it is at least this. */
      readonly threshold: number;
      /** Which of the given pictures it accepts. */
      readonly accepts: 'nothing' | 'some' | 'everything';
    })
  | { readonly refused: PromiseRefusal }
);

/** Units are too few: with no loss at all they would not show that the promise is kept. */
export type PromiseRefusal = {
  /** How many more units are needed at least. */
  readonly needed: number;
  /** The best share that these units can promise in the same mode, to 0.001. */
  readonly carries: number;
};

/**
 * Chooses the loosest threshold that keeps a promise for pictures of new units. `estimate` is the share of accepted
 * pictures, the mean over units: of strangers for `false-accept`, of own pictures for `accept`. Thresholds are tested
 * from the strictest on, up to the first that fails (fixed-sequence testing: Angelopoulos, Bates et al. 2021, "Learn
 * then test"); losses are monotone, so no correction is due. The threshold lies half way between two scores.
 *
 * @example
 * const strangers = Array.from({ length: 30 }, (_, i) => ({ scores: [i / 100, i / 100 + 0.005] }));
 * const chosen = promisedThreshold({ promise: { kind: 'false-accept', share: 0.1 } }, strangers);
 * chosen.refused ?? chosen.threshold.toFixed(2); // => '0.28'
 */
export function promisedThreshold(request: PromiseRequest, units: readonly ScoredUnit[]): PromisedThreshold {
  const { promise, confidence, seed = 0 } = request;
  const mode = promiseMode(confidence);
  const limit = promise.kind === 'accept' ? 1 - promise.share : promise.share;
  const usable = random(seed, 'order of units').shuffle(units.filter(hasWeight));
  const best = loosest(promise.kind, usable, (losses) => mode(losses, limit));
  if (best === null) return { units: usable.length, refused: refusal(mode, limit, usable.length, promise.kind) };
  const { threshold, losses } = best;
  const accepted = promise.kind === 'accept' ? losses.map((loss) => 1 - loss) : losses;
  const scores = usable.flatMap(({ scores }) => Array.from(scores));
  const passed = scores.filter((score) => score >= threshold).length;
  const accepts = passed === 0 ? 'nothing' : passed === scores.length ? 'everything' : 'some';
  return { refused: null, units: usable.length, threshold, ...unitMean(accepted, seed), accepts };
}

function hasWeight({ scores, weights }: ScoredUnit): boolean {
  return Array.from(scores).some((_, index) => (weights?.[index] ?? 1) > 0);
}

/** The last level that keeps the promise; null if the strictest does not. */
function loosest(
  kind: ThresholdPromise['kind'],
  units: readonly ScoredUnit[],
  keeps: (losses: Float64Array) => boolean,
): { readonly threshold: number; readonly losses: Float64Array } | null {
  let best: { readonly threshold: number; readonly losses: Float64Array } | null = null;
  if (units.length === 0) return null;
  for (const { threshold, losses } of thresholdLevels(kind, units)) {
    if (!keeps(losses)) return best;
    best = { threshold, losses: losses.slice() };
  }
  return best;
}

function refusal(mode: PromiseMode, limit: number, units: number, kind: ThresholdPromise['kind']): PromiseRefusal {
  const carried = leastLimit(mode, units);
  return {
    needed: Math.max(1, leastUnits(mode, limit) - units),
    carries: kind === 'accept' ? Math.round(1000 * (1 - carried)) / 1000 : carried,
  };
}
