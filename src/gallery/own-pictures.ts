import { row } from '../base/matrix.ts';
import type { ScoreClasses } from './matchers/matcher.ts';

/** Two embeddings of one picture have at least this cosine: what is computed again differs by rounding. */
const samePicture = 1 - 1e-5;

/** The most that a class reaches without the picture itself. */
const mostOfOthers = 1 - 2e-5;

/**
 * Scores by which an enrolled picture that is asked again gets its own label, whatever the matcher: a class that has the
 * picture itself scores their similarity, and no other class as much. `labels` [N] are the class indices of the enrolled.
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
