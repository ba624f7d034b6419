import { normaliseRows, row } from '../dist/src/base/matrix.js';
import { classMeans } from '../dist/src/gallery/class-means.js';

/** The place of the vector with the greatest inner product with this one: of unit vectors, of the nearest. */
export function nearest(vector, others) {
  const products = others.map((other) => other.reduce((sum, value, j) => sum + value * vector[j], 0));
  return products.indexOf(Math.max(...products));
}

/** 1 for every picture of `judges` whose nearest mean of the `learned` classes is its own, else 0; both { embeddings, labels }. */
export function rightByMeans(learned, heldOut, classes) {
  const means = normaliseRows(classMeans(learned.embeddings, learned.labels, classes));
  const rows = Array.from({ length: classes }, (_, c) => row(means, c));
  return Array.from(heldOut.labels, (label, i) => (nearest(row(heldOut.embeddings, i), rows) === label ? 1 : 0));
}
