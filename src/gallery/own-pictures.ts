import { row } from '../base/matrix.ts';
import type { ScoreClasses } from './matchers/matcher.ts';

/** Two embeddings of one picture have at least this cosine: they differ by rounding alone. */
const samePicture = 1 - 1e-5;

/** The largest score of a class that does not have the picture itself. */
const mostOfOthers = 1 - 2e-5;

/**
 * Makes any matcher give an enrolled picture its own label when it is asked again: a class that has the picture scores
 * their similarity, and every other class scores less. `labels` [N] are the class indices of the enrolled pictures.
 */
export function withOwnPictures(scoreClasses: ScoreClasses, labels: Int32Array): ScoreClasses {
  return async (queries, similarities) => {
    const scores = await scoreClasses(queries, similarities);
    for (let q = 0; q < scores.rows; q++) placeOwn(row(scores, q), row(similarities, q), labels);
    return scores;
  };
}

function placeOwn(scores: Float32Array, similarities: Float32Array, labels: Int32Array): void {
  for (let c = 0; c < scores.length; c++) scores[c] = Math.min(scores[c], mostOfOthers);
  for (let i = 0; i < similarities.length; i++) {
    if (similarities[i] < samePicture) continue;
    scores[labels[i]] = Math.max(scores[labels[i]], Math.min(similarities[i], 1));
  }
}
