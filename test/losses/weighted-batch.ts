import { mul } from '../../src/graph/ops.ts';
import type { Comparisons } from '../../src/losses/comparisons.ts';
import { batchSize } from './batches.ts';
import type { Batch } from './subject.ts';

type Rows = readonly (readonly number[])[];

/** A batch as losses on comparisons see it, in plain numbers: cosines and weights, all [B, B]. */
export type WeightedBatch = { readonly s: Rows; readonly positive: Rows; readonly negative: Rows };

const places = Array.from({ length: batchSize }, (_, i) => i);
const table = (numberAt: (i: number, j: number) => number) => places.map((i) => places.map((j) => numberAt(i, j)));

/** How much a miner, or noise, would have each pair count: some not at all, one way more than the other. */
const positiveShares = table((i, j) => ((3 * i + 5 * j) % 4) / 2);
const negativeShares = table((i, j) => ((2 * i + 7 * j) % 3) / 2);

/** The comparisons of a batch of the usual size, each pair counting as much as it does here. */
export function reweighed(comparisons: Comparisons): Comparisons {
  const by = (shares: Rows) =>
    comparisons.anchors.graph.constant(shares.flat(), {
      shape: [batchSize, batchSize],
      type: comparisons.positive.type,
    });
  return {
    ...comparisons,
    positive: mul(comparisons.positive, by(positiveShares)),
    negative: mul(comparisons.negative, by(negativeShares)),
  };
}

/** The same in plain numbers. */
export function weightedBatch({ embeddings, labels }: Batch): WeightedBatch {
  const unit = embeddings.map((x) => x.map((value) => value / Math.hypot(...x)));
  return {
    s: table((i, j) => unit[i].reduce((total, value, d) => total + value * unit[j][d], 0)),
    positive: table((i, j) => (labels[i] === labels[j] && i !== j ? positiveShares[i][j] : 0)),
    negative: table((i, j) => (labels[i] === labels[j] ? 0 : negativeShares[i][j])),
  };
}

/** The mean of [value, weight] pairs by weight; 0 where nothing counts. */
export function meanOf(pairs: readonly (readonly [value: number, weight: number])[]): number {
  const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
  return total === 0 ? 0 : pairs.reduce((sum, [value, weight]) => sum + value * weight, 0) / total;
}

/** The distance of unit vectors with this cosine. */
export function distance(s: number): number {
  return Math.sqrt(Math.max(0, 2 - 2 * s));
}
