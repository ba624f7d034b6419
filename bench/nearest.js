import { normaliseRows, row } from '#src/base/matrix.js';
import { classMeans } from '#src/gallery/class-means.js';

/** @import { LabelledRows } from './types.ts' */

/**
 * The place of the vector with the greatest inner product with this one: of unit vectors, of the nearest.
 * @param {ArrayLike<number>} vector
 * @param {readonly ArrayLike<number>[]} others
 */
export function nearest(vector, others) {
  const products = others.map((other) => dot(other, vector));
  return products.indexOf(Math.max(...products));
}

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function dot(a, b) {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

/**
 * 1 for every picture of `heldOut` whose nearest mean of the `learned` classes is its own, else 0; both { embeddings,
 * labels }.
 * @param {LabelledRows} learned
 * @param {LabelledRows} heldOut
 * @param {number} classes
 */
export function rightByMeans(learned, heldOut, classes) {
  const means = normaliseRows(classMeans(learned.embeddings, learned.labels, classes));
  const rows = Array.from({ length: classes }, (_, c) => row(means, c));
  return Array.from(heldOut.labels, (label, i) => (nearest(row(heldOut.embeddings, i), rows) === label ? 1 : 0));
}
