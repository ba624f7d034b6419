import { centredInterval } from '../../metrics/bootstrap.ts';
import { clusteringMetrics, rankingMetrics, verificationMetrics } from '../../metrics/catalogue.ts';
import type { Interval } from '../../metrics/interval.ts';
import { mapNames } from '../../metrics/map-names.ts';
import type { Scores } from '../../metrics/metric.ts';
import { wilson } from '../../metrics/wilson.ts';

/** Every metric of an embedding, by its name in the report. */
export const embeddingMeasures = { ...rankingMetrics, ...verificationMetrics, ...clusteringMetrics };

/** One number for each metric of an embedding. */
export type EmbeddingScores = Scores<typeof embeddingMeasures>;

/** A value with its 95 % interval. */
export type EmbeddingFigure = { readonly value: number; readonly interval: Interval };

/** A figure for each metric of an embedding. */
export type EmbeddingFigures = { readonly [Name in keyof EmbeddingScores]: EmbeddingFigure };

/**
 * Adds intervals to the values, from the resamples of `classes`, within the range of each metric. If all resamples
 * agree, as for a perfect embedding, Wilson's interval for as many trials as there are classes.
 */
export function embeddingFigures(
  values: EmbeddingScores,
  draws: Readonly<Record<keyof EmbeddingScores, Float64Array>>,
  classes: number,
): EmbeddingFigures {
  return mapNames(embeddingMeasures, ({ best, worst }, name) => {
    const value = values[name];
    const least = Math.min(best, worst);
    const most = Math.max(best, worst);
    const [low, high] = centredInterval(value, draws[name]) ?? [least, most];
    const within = (end: number) => Math.min(most, Math.max(least, end));
    const interval = high - low > rounding ? ([within(low), within(high)] as const) : byClasses(value, classes);
    return { value, interval };
  });
}

/** Intervals no wider than this come only from rounding of sums in different order. */
const rounding = 1e-9;

function byClasses(value: number, classes: number): Interval {
  return wilson(Math.max(0, value) * classes, classes);
}
