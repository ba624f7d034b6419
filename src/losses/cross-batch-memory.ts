import { cast, concat, equal, greaterOrEqual, matMul, reshape, slice, sub, transpose } from '../graph/ops.ts';
import { sizes, type Value, type Values } from '../graph/value.ts';
import type { Tracked } from '../steps/parameter.ts';
import type { Comparisons, Relations } from './comparisons.ts';

/** Options of crossBatchMemory. */
export type CrossBatchMemoryOptions = {
  /** Numbers of an embedding. */
  readonly dimensions: number;
  /**
   * Embeddings that are remembered, M: more gives harder negatives, and older ones, which help only where embeddings
   * change slowly. The paper gains until all samples are held; 1024 is pytorch-metric-learning's.
   */
  readonly size?: number;
};

/** What of earlier batches goes from step to step, and how a batch is compared with it. */
export type CrossBatchMemory = {
  /** Embeddings that are remembered, M. */
  readonly size: number;
  /** Part of an objective's statistics: `memory.embeddings` [M, D] and `memory.labels` [M], below 0: nothing yet. */
  readonly statistics: readonly Tracked[];
  /**
   * A batch's comparisons, of labels int64 [B], 0 to 2^24, with the remembered behind its own: [A, B + M]. The batch
   * itself, as it stands now, replaces the oldest in the next statistics.
   */
  recall(comparisons: Comparisons, labels: Value, statistics: Values): Recalled;
};

/** What is compared now, and what is remembered next. */
export type Recalled = { readonly comparisons: Comparisons; readonly statistics: Values };

/**
 * Cross-batch memory (Wang et al. 2020, XBM): every anchor is compared with the last M embeddings too, as they were, and no
 * gradient reaches those. It widens what any loss on comparisons, and any miner, sees: neither knows of it.
 *
 * pytorch-metric-learning compares with copies of the own batch instead of the batch, all but an anchor's own copy; here
 * the copies come a step later, so that both ends of a pair within a batch learn. Losses on triplets need room for as
 * many positives as are remembered: mine one of each (batchHard, hardestWithinMemory).
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

/** Of a batch's labels [B] with remembered ones [M]: same class or not, neither where nothing is remembered. */
function rememberedRelations(labels: Value, remembered: Value): Relations {
  const { type } = remembered;
  const same = cast(equal(reshape(cast(labels, type), [-1, 1]), reshape(remembered, [1, -1])), type);
  const filled = cast(greaterOrEqual(reshape(remembered, [1, -1]), 0), type);
  return { positive: same, negative: sub(filled, same) };
}

/** What was before and a batch behind it, without the oldest that there is no room for. */
function withNewest(before: Value, batch: Value): Value {
  const [[size], [count]] = [sizes(before.shape), sizes(batch.shape)];
  if (count >= size) return slice(batch, 0, count - size, count);
  return concat([slice(before, 0, count, size), batch], 0);
}
