import { type Matrix, row } from '../../base/matrix.ts';
import { blockSize, rowBlocks } from '../../base/row-blocks.ts';
import type { Product } from '../../linalg/product.ts';
import type { Validation } from '../loop/history.ts';
import { orderedShare, surpriseOf } from './comparison-scores.ts';

/** Pictures of classes that nothing is known of but which of them are of one class. */
export type OfNewClasses = {
  /** [N, D], unit length. */
  readonly embeddings: Matrix;
  /** [N], 0 .. classes - 1. */
  readonly labels: Int32Array;
  readonly classes: number;
};

/**
 * How well embeddings tell classes that were not learned: `recallAt1`, the share of pictures whose nearest other picture is
 * of their class, equals counting half. Beside it `low` and `high`, its 95 % interval, which classes drawn with replacement
 * give, and `loss`, smooth where the share has steps. A picture that is alone in its class is found among the others, but
 * does not ask.
 */
export async function retrieved({ embeddings, labels, classes }: OfNewClasses, product: Product): Promise<Validation> {
  const gaps: number[] = [];
  const asking: number[] = [];
  for (const { start, block } of rowBlocks(embeddings, blockSize(embeddings.rows))) {
    const similarities = await product(block, embeddings);
    for (let q = 0; q < block.rows; q++) {
      const gap = gapOf(row(similarities, q), start + q, labels);
      if (!Number.isFinite(gap)) continue;
      gaps.push(gap);
      asking.push(labels[start + q]);
    }
  }
  const { value, interval } = orderedShare(gaps, asking, classes);
  return { loss: surpriseOf(gaps), recallAt1: value, low: interval[0], high: interval[1] };
}

/** How much nearer the nearest other picture of the same class is than the nearest of another; infinite where either lacks. */
function gapOf(similarities: Float32Array, self: number, labels: Int32Array): number {
  let [own, other] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < similarities.length; i++) {
    if (i === self) continue;
    if (labels[i] === labels[self]) own = Math.max(own, similarities[i]);
    else other = Math.max(other, similarities[i]);
  }
  return own - other;
}
