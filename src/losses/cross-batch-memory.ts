import { cast, concat, equal, greaterOrEqual, matMul, reshape, slice, sub, transpose } from '../graph/ops.ts';
import { sizes, type Value, type Values } from '../graph/value.ts';
import type { Tracked } from '../steps/parameter.ts';
import type { Comparisons, Relations } from './comparisons.ts';

/** Options of crossBatchMemory. */
export type CrossBatchMemoryOptions = {
  /** D, the numbers of an embedding. */
  readonly dimensions: number;
  /**
   * How many embeddings are remembered, M, 1 or more. More gives harder negatives, but older ones, which help only
   * while embeddings change slowly; too many cost memory. The paper gains until all samples are held; the default 1024
   * is pytorch-metric-learning's.
   */
  readonly size?: number;
};

/** A memory of earlier batches: the statistics that go from step to step, and how a batch is compared with them. */
export type CrossBatchMemory = {
  /** Embeddings that are remembered, M. */
  readonly size: number;
  /**
   * Statistics for an objective: `memory.embeddings` [M, D] and `memory.labels` [M]; a label below 0 marks an empty
   * slot.
   */
  readonly statistics: readonly Tracked[];
  /**
   * Appends the remembered embeddings to a batch's comparisons, [A, B] -> [A, B + M], and gives the next statistics, in
   * which the batch replaces the oldest embeddings. `labels`: int64 [B], 0 to 2^24.
   */
  recall(comparisons: Comparisons, labels: Value, statistics: Values): Recalled;
};

/** The comparisons with the memory, and the memory of the next step. */
export type Recalled = { readonly comparisons: Comparisons; readonly statistics: Values };

/**
 * Cross-batch memory (XBM, Wang et al. 2020): each anchor is also compared with the last M embeddings, as they were
 * then. No gradient reaches those. It works with any loss on comparisons and any miner. Use it where batches are too
 * small to hold hard negatives. Losses on triplets then need room for many positives: use a miner that keeps one
 * (batchHard, hardestWithinMemory).
 *
 * pytorch-metric-learning compares an anchor with copies of the batch instead of with the batch; here the copies come a
 * step later, so that both ends of a pair within a batch get a gradient.
 */
export function crossBatchMemory({ dimensions, size = 1024 }: CrossBatchMemoryOptions): CrossBatchMemory {
  return {
    size,
    statistics: [
      { name: embeddingsName, shape: [size, dimensions], initial: new Float32Array(size * dimensions) },
      { name: labelsName, shape: [size], initial: new Float32Array(size).fill(-1) },
    ],
    recall: (comparisons, labels, { [embeddingsName]: embeddings, [labelsName]: rememberedLabels }) => ({
      comparisons: widened(comparisons, embeddings, rememberedRelations(labels, rememberedLabels)),
      statistics: {
        [embeddingsName]: withNewest(embeddings, comparisons.anchors),
        [labelsName]: withNewest(rememberedLabels, cast(labels, rememberedLabels.type)),
      },
    }),
  };
}

const embeddingsName = 'memory.embeddings';
const labelsName = 'memory.labels';

function widened(comparisons: Comparisons, remembered: Value, { positive, negative }: Relations): Comparisons {
  const { anchors, others, similarities } = comparisons;
  const [size] = sizes(remembered.shape);
  return {
    ...comparisons,
    others: concat([others, remembered], 0),
    similarities: concat([similarities, matMul(anchors, transpose(remembered))], 1),
    positive: concat([comparisons.positive, positive], 1),
    negative: concat([comparisons.negative, negative], 1),
    mostPositives: comparisons.mostPositives + size,
  };
}

/** Relations of a batch's labels, [B], with remembered ones, [M]: same class or not; neither for an empty slot. */
function rememberedRelations(labels: Value, remembered: Value): Relations {
  const { type } = remembered;
  const same = cast(equal(reshape(cast(labels, type), [-1, 1]), reshape(remembered, [1, -1])), type);
  const filled = cast(greaterOrEqual(reshape(remembered, [1, -1]), 0), type);
  return { positive: same, negative: sub(filled, same) };
}

/** Appends a batch, [B, ...], to the memory, [M, ...], and drops the oldest rows. */
function withNewest(before: Value, batch: Value): Value {
  const [[size], [count]] = [sizes(before.shape), sizes(batch.shape)];
  if (count >= size) return slice(batch, 0, count - size, count);
  return concat([slice(before, 0, count, size), batch], 0);
}
