import { largest } from '../../base/largest.ts';
import { matrix, row } from '../../base/matrix.ts';
import type { Matcher } from './matcher.ts';

/**
 * The k nearest enrolled vectors of any class vote, each with its similarity (weighted kNN, Dudani 1976):
 * score_c = sum of the voters' similarities / k, so that it is the mean similarity where all are of one class.
 */
export function vote({ k }: { k: number }): Matcher {
  return ({ labels, classes }) =>
    async (queries, similarities) => {
      const scores = matrix(queries.rows, classes);
      for (let q = 0; q < queries.rows; q++) {
        const near = row(similarities, q);
        const voters = Math.min(k, near.length);
        for (const i of largest(near, voters)) row(scores, q)[labels[i]] += Math.max(0, near[i]) / voters;
      }
      return scores;
    };
}
