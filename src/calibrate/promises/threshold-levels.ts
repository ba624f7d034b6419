import type { ScoredUnit, ThresholdPromise } from './promise.ts';

/** All thresholds between two neighbouring scores: they accept the same pictures. */
export type ThresholdLevel = {
  /** Half way between the two. */
  readonly threshold: number;
  /** The loss of each unit, 0..1. The array is reused for the next level. */
  readonly losses: Float64Array;
};

/**
 * The levels of thresholds, the strictest for the promise first; losses never fall. For `false-accept` a unit's loss is
 * the share of its pictures at or above the threshold, from above the largest score downwards. For `accept` it is the
 * share below, from below the smallest score upwards. Every unit needs a picture with a weight above 0.
 */
export function* thresholdLevels(
  kind: ThresholdPromise['kind'],
  units: readonly ScoredUnit[],
): Generator<ThresholdLevel> {
  const upwards = units.flatMap(sharesOf).sort((a, b) => a.score - b.score);
  const between = thresholdsBetween([...new Set(upwards.map(({ score }) => score))]);
  const scored = kind === 'accept' ? upwards : upwards.toReversed();
  const thresholds = kind === 'accept' ? between : between.toReversed();
  const isLost = (score: number, threshold: number) => (kind === 'accept' ? score < threshold : score >= threshold);
  const losses = new Float64Array(units.length);
  let next = 0;
  for (const threshold of thresholds) {
    for (; next < scored.length && isLost(scored[next].score, threshold); next++) {
      const { unit, share } = scored[next];
      losses[unit] = Math.min(1, losses[unit] + share);
    }
    yield { threshold, losses };
  }
}

function sharesOf({ scores, weights }: ScoredUnit, unit: number) {
  const weightOf = (index: number) => weights?.[index] ?? 1;
  let total = 0;
  for (let i = 0; i < scores.length; i++) total += weightOf(i);
  return Array.from(scores, (score, index) => ({ score, unit, share: weightOf(index) / total }));
}

/** For K ascending scores the K + 1 thresholds between and beyond them. Threshold k refuses the k smallest scores. */
function thresholdsBetween(scores: readonly number[]): readonly number[] {
  const last = scores.length - 1;
  return [
    scores[0] - reach(scores[0], scores[1]),
    ...scores.slice(1).map((high, index) => halfWay(scores[index], high)),
    scores[last] + reach(scores[last], scores[last - 1]),
  ];
}

/** A threshold that accepts `high` and refuses `low`, also where no number lies between them. */
function halfWay(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle > low ? middle : high;
}

/** How far beyond an outermost score a threshold lies: half of the distance to its neighbour, if it has one. */
function reach(outermost: number, neighbour = outermost): number {
  return Math.max(Math.abs(outermost - neighbour) / 2, 1e-6 * Math.max(1, Math.abs(outermost)));
}
