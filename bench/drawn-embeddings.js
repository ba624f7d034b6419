import { matrix, normalise, row } from '#src/base/matrix.js';
import { random } from '#src/base/random.js';

/** Numbers of a drawn embedding: as many as the default backbone gives. */
export const drawnDimensions = 1280;

/**
 * Unit vectors [C * each, 1280] around one centre a class, for what needs no pictures. Row k * C + c is picture k of
 * class c. Cosines are about 0.5 within a class and 0 between classes. `purpose` names the stream of random numbers.
 * @param {number} classes
 * @param {number} each
 * @param {string} purpose
 */
export function drawnEmbeddings(classes, each, purpose) {
  const { uniform } = random(0, purpose);
  const embeddings = matrix(classes * each, drawnDimensions);
  const centre = new Float32Array(drawnDimensions);
  for (let c = 0; c < classes; c++) {
    for (let j = 0; j < drawnDimensions; j++) centre[j] = uniform() - 0.5;
    for (let k = 0; k < each; k++) {
      const vector = row(embeddings, k * classes + c);
      for (let j = 0; j < drawnDimensions; j++) vector[j] = centre[j] + uniform() - 0.5;
      normalise(vector);
    }
  }
  return embeddings;
}
