import { rankingMetrics } from '../../metrics/catalogue.ts';
import type { Rankings } from '../../metrics/evidence.ts';
import { mapNames } from '../../metrics/map-names.ts';
import { weightedMean } from '../../metrics/mean.ts';
import type { Scores } from '../../metrics/metric.ts';
import { type ClassOrder, classSizes } from './class-order.ts';

/** Every ranking metric when class c was drawn `weights[c]` times. */
export type RankingOnClasses = (weights: Float64Array) => Scores<typeof rankingMetrics>;

/**
 * Reduces queries, by position in the class order, to one number for each class and metric. A ranking metric is a mean
 * over queries, so the values of the classes, weighted by their numbers of queries, give it for any resample.
 */
export function rankingByClass(rankings: Rankings, order: ClassOrder): RankingOnClasses {
  const { starts } = order;
  const sizes = classSizes(order);
  const asking = [...sizes.keys()].filter((c) => sizes[c] > 1);
  const parts = asking.map((c) => positionsOf(rankings, starts[c], starts[c + 1]));
  const columns = mapNames(rankingMetrics, (measure) => Float64Array.from(parts, (part) => measure(part)));
  return (weights) => {
    const queries = Float64Array.from(asking, (c) => weights[c] * sizes[c]);
    return mapNames(columns, (values) => weightedMean(values, queries));
  };
}

function positionsOf({ firstPlaces, rPrecision, averagePrecisionAtR }: Rankings, start: number, end: number): Rankings {
  return {
    firstPlaces: firstPlaces.subarray(start, end),
    rPrecision: rPrecision.subarray(start, end),
    averagePrecisionAtR: averagePrecisionAtR.subarray(start, end),
  };
}
