import * as v from 'valibot';
import { kthLargest } from '../../base/largest-indices.ts';
import { matrix, row } from '../../base/matrix.ts';
import { positiveInteger } from '../../base/schema.ts';
import type { Matcher } from './matcher.ts';

/** Options of `vote`. */
export type VoteOptions = {
  /** Pictures that vote. */
  readonly k: number;
};

/**
 * The k nearest enrolled vectors of any class vote, each with its similarity (weighted kNN, Dudani 1976):
 * score_c = sum of the voters' similarities / k, so that it is the mean similarity where all are of one class.
 * Vectors that tie for the last places share them, so that the order of enrolment decides nothing.
 * Only bundles of earlier versions name it, and nothing chooses it: classes of few pictures never win a vote.
 */
export const vote: Matcher<VoteOptions> = {
  options: v.object({ k: positiveInteger }),
  candidates: [],
  inWords: ({ k }) => `by a vote of the ${k} nearest pictures`,
  scorer:
    ({ k }, { labels, classes }) =>
    async (_, similarities) => {
      const scores = matrix(similarities.rows, classes);
      const votes = new Float64Array(classes); // Many small shares would lose digits in float32.
      for (let q = 0; q < scores.rows; q++) {
        countVotes(row(similarities, q), labels, k, votes.fill(0));
        row(scores, q).set(votes);
      }
      return scores;
    },
  toGraph: (_, { similarities }) => ({ neighbour_similarities: similarities }),
};

/** Adds to `votes` [C] those of the k largest similarities [N]. */
function countVotes(similarities: Float32Array, labels: Int32Array, k: number, votes: Float64Array): void {
  const places = Math.min(k, similarities.length);
  const limit = kthLargest(similarities, places);
  let above = 0;
  let tied = 0;
  for (let i = 0; i < similarities.length; i++) {
    if (similarities[i] > limit) above++;
    if (similarities[i] === limit) tied++;
  }
  const share = (places - above) / tied;
  for (let i = 0; i < similarities.length; i++) {
    if (similarities[i] < limit) continue;
    const voice = similarities[i] > limit ? 1 : share;
    votes[labels[i]] += (voice * Math.max(0, similarities[i])) / places;
  }
}
