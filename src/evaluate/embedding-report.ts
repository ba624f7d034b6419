import type { Matrix } from '../base/matrix.ts';
import type { ProgressOptions } from '../base/progress.ts';
import type { Product } from '../linalg/product.ts';
import { clusteringMetrics, verificationMetrics } from '../metrics/catalogue.ts';
import { contingency, weightedContingency } from '../metrics/contingency.ts';
import type { Contingency, PairCounts } from '../metrics/evidence.ts';
import { sum } from '../metrics/mean.ts';
import { computeAll } from '../metrics/metric.ts';
import { aurocRounding } from '../metrics/verification-auroc.ts';
import { classBootstrap } from './embedding/class-bootstrap.ts';
import { type ClassOrder, classOrder, classSizes } from './embedding/class-order.ts';
import { compareAll } from './embedding/compare-all.ts';
import { levelWidth } from './embedding/cosine-levels.ts';
import { type EmbeddingFigures, type EmbeddingScores, embeddingFigures } from './embedding/embedding-figures.ts';
import { kMeans } from './embedding/k-means.ts';
import { type ScoredPairs, scoredPairs, weightedPairs } from './embedding/pair-scores.ts';
import { rankingByClass } from './embedding/ranking-by-class.ts';
import { requireMeasurable } from './embedding/require-measurable.ts';

/** Quality of an embedding on labelled pictures, preferably of classes that it was not trained on. */
export type EmbeddingReport = {
  readonly samples: number;
  readonly classes: number;
  /** Pictures with another picture of their class; each is a query. */
  readonly queries: number;
  /** Pictures alone in their class: no queries, but wrong answers to other queries. */
  readonly singletons: number;
  readonly figures: EmbeddingFigures;
  readonly verification: {
    /** All pairs of one class and of two classes; the values come from them. */
    readonly samePairs: number;
    readonly differentPairs: number;
    /** The pairs from which the intervals come: all, or a sample. */
    readonly sampledSamePairs: number;
    readonly sampledDifferentPairs: number;
    /** Cosines closer than this may count as equal. */
    readonly levelWidth: number;
    /** Largest error of the AUC that comes from this. */
    readonly aurocRounding: number;
  };
  readonly grouping: { readonly groups: number; readonly rounds: number };
  readonly resamples: number;
  readonly seed: number;
};

/** Options of `embeddingReport`. */
export type EmbeddingReportOptions = ProgressOptions & {
  readonly product: Product;
  /** For the initial centres of the groups, the sampled pairs and the resampled classes. */
  readonly seed?: number;
  /**
   * Bootstrap resamples of the classes. With 1000 an interval's ends vary by about a twentieth of its width from seed
   * to seed.
   */
  readonly resamples?: number;
};

/**
 * Measures an embedding. `vectors`: [N, D], unit rows, with `labels`: [N]. Ranking: each row is a query among all
 * others. Verification: pairs of one class against pairs of two. Grouping: k-means without labels, k being the number
 * of classes. All pairs are compared block by block, so memory grows with N only: 300,000 rows of 128 numbers fit.
 *
 * Intervals hold for other classes of the same kind: whole classes of queries are resampled, while the rows to be found
 * and the groups stay. Ranking intervals are therefore a little narrow: in simulations they covered the truth in 85 to
 * 94 of 100 cases with 40 classes and in 88 to 96 with 160; those of verification in 93 to 96.
 *
 * Throws `bad-data` if rows are not of unit length, `too-few` without two classes, one of them with two pictures, and
 * `interrupted` if the signal is aborted.
 */
export async function embeddingReport(
  vectors: Matrix,
  labels: ArrayLike<string | number>,
  { product, seed = 0, resamples = 1000, ...watch }: EmbeddingReportOptions,
): Promise<EmbeddingReport> {
  const order = classOrder(labels);
  requireMeasurable(vectors, order);
  const classes = order.starts.length - 1;
  const { rankings, pairs } = await compareAll(vectors, order, { product, ...watch });
  const { groups, rounds } = await kMeans(vectors, classes, { product, seed, ...watch });
  const table = contingency(
    order.classOf,
    order.rows.map((row) => groups[row]),
  );
  const sampled = scoredPairs(vectors, order, { seed });
  const ranked = rankingByClass(rankings, order);
  const scores = (weights: Float64Array, counts: PairCounts, cells: Contingency): EmbeddingScores => ({
    ...ranked(weights),
    ...computeAll(verificationMetrics, counts),
    ...computeAll(clusteringMetrics, cells),
  });
  const draws = await classBootstrap(
    classes,
    (weights) => scores(weights, weightedPairs(sampled, weights), weightedContingency(table, weights)),
    { seed, rounds: resamples, ...watch },
  );
  return {
    ...populationOf(order),
    figures: embeddingFigures(scores(new Float64Array(classes).fill(1), pairs, table), draws, classes),
    verification: verificationOf(pairs, sampled),
    grouping: { groups: classes, rounds },
    resamples,
    seed,
  };
}

function populationOf(order: ClassOrder): Pick<EmbeddingReport, 'samples' | 'classes' | 'queries' | 'singletons'> {
  const sizes = classSizes(order);
  const samples = order.rows.length;
  const singletons = sizes.filter((size) => size === 1).length;
  return { samples, classes: sizes.length, queries: samples - singletons, singletons };
}

function verificationOf(pairs: PairCounts, sampled: ScoredPairs): EmbeddingReport['verification'] {
  return {
    samePairs: sum(pairs.same),
    differentPairs: sum(pairs.different),
    sampledSamePairs: sampled.same.level.length,
    sampledDifferentPairs: sampled.different.level.length,
    levelWidth,
    aurocRounding: aurocRounding(pairs),
  };
}
