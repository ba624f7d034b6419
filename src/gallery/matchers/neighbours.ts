import * as v from 'valibot';
import { type Matrix, matrix, row } from '../../base/matrix.ts';
import { positiveInteger } from '../../base/schema.ts';
import type { Matcher } from './matcher.ts';

/** Options of `neighbours`. */
export type NeighboursOptions = {
  /** Nearest pictures of a class that count. More forgives a wrong label, and blurs classes of several looks. */
  readonly k: number;
};

/**
 * The mean similarity to the class's `k` nearest enrolled vectors, or to all where it has fewer
 * (local mean nearest neighbour; Mitani and Hamamoto 2006). k = 1 is the nearest neighbour.
 */
export const neighbours: Matcher<NeighboursOptions> = {
  options: v.object({ k: positiveInteger }),
  candidates: [{ k: 1 }],
  inWords: ({ k }) => (k === 1 ? 'by the nearest picture of each class' : `by the ${k} nearest pictures of each class`),
  scorer:
    ({ k }, { labels, classes }) =>
    async (_, similarities) =>
      meansOfNearest(similarities, { labels, classes, k }),
  toGraph: (_, { similarities }) => ({ neighbour_similarities: similarities }),
};

/** The mean of the k largest similarities [Q, N] to each class, [Q, C]; `labels` [N] are class indices. */
export function meansOfNearest(
  similarities: Matrix,
  { labels, classes, k }: { readonly labels: Int32Array; readonly classes: number; readonly k: number },
): Matrix {
  const scores = matrix(similarities.rows, classes);
  const best = matrix(classes, k);
  for (let q = 0; q < scores.rows; q++) meanOfNearest(row(similarities, q), labels, best, row(scores, q));
  return scores;
}

/** Writes to `scores` [C] the mean of the k largest similarities [N] of each class. `best` [C, k] is overwritten. */
function meanOfNearest(
  similarities: Float32Array,
  labels: Int32Array,
  { columns: k, data: best }: Matrix,
  scores: Float32Array,
): void {
  best.fill(Number.NEGATIVE_INFINITY); // Each row will descend.
  for (let i = 0; i < similarities.length; i++) insert(best, labels[i] * k, k, similarities[i]);
  for (let c = 0; c < scores.length; c++) {
    let sum = 0;
    let count = 0;
    for (; count < k && best[c * k + count] > Number.NEGATIVE_INFINITY; count++) sum += best[c * k + count];
    scores[c] = count ? sum / count : -1;
  }
}

function insert(best: Float32Array, start: number, k: number, value: number): void {
  if (value <= best[start + k - 1]) return;
  let at = start + k - 1;
  for (; at > start && best[at - 1] < value; at--) best[at] = best[at - 1];
  best[at] = value;
}
