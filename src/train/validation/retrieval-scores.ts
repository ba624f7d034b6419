import { type Matrix, row } from '../../base/matrix.ts';
import { rowBlocks, rowsPerBlock } from '../../base/row-blocks.ts';
import type { Product } from '../../linalg/product.ts';
import type { Validation } from '../loop/history.ts';
import { gapLoss, orderedShare } from './comparison-scores.ts';

/** Embeddings of pictures of unseen classes. */
export type OfNewClasses = {
  /** [N, D], unit length. */
  readonly embeddings: Matrix;
  /** [N], 0 .. classes - 1. */
  readonly labels: Int32Array;
  readonly classes: number;
};

/**
 * Retrieval scores for unseen classes. `recallAt1`: share of pictures whose nearest other picture has the same class;
 * ties count half. `low` and `high` are its 95 % interval by bootstrap over classes; `loss` is a smooth version of it.
 * A picture that is alone in its class is no query, but it is among the pictures searched.
 */
export async function retrieved({ embeddings, labels, classes }: OfNewClasses, product: Product): Promise<Validation> {
  const gaps: number[] = [];
  const queries: number[] = [];
  for (const { start, block } of rowBlocks(embeddings, rowsPerBlock(embeddings.rows))) {
    const similarities = await product(block, embeddings);
    for (let q = 0; q < block.rows; q++) {
      const gap = gapOf(row(similarities, q), start + q, labels);
      if (!Number.isFinite(gap)) continue;
      gaps.push(gap);
      queries.push(labels[start + q]);
    }
  }
  const { value, interval } = orderedShare(gaps, queries, classes);
  return { loss: gapLoss(gaps), recallAt1: value, low: interval[0], high: interval[1] };
}

/**
 * Similarity of the nearest other picture of the same class minus that of the nearest picture of another class;
 * infinite where either is missing.
 */
function gapOf(similarities: Float32Array, self: number, labels: Int32Array): number {
  let [own, other] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < similarities.length; i++) {
    if (i === self) continue;
    if (labels[i] === labels[self]) own = Math.max(own, similarities[i]);
    else other = Math.max(other, similarities[i]);
  }
  return own - other;
}
