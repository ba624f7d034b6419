import { dot, type Matrix, row } from '../../base/matrix.ts';
import { sharesOf, type Weighting } from './weighting.ts';

/** The share of the pictures that is left out, rounded down: none of three, one of four to seven. */
const trimmedShare = 1 / 4;

/** All pictures count the same but the quarter farthest from the medoid: the picture most similar to all together. */
export const trimmed: Weighting = (embeddings) => {
  const near = similaritiesToMedoid(embeddings);
  const order = [...near.keys()].sort((a, b) => near[a] - near[b]);
  const left = new Set(order.slice(0, Math.floor(trimmedShare * embeddings.rows)));
  return sharesOf(near.map((_, index) => (left.has(index) ? 0 : 1)));
};

function similaritiesToMedoid(embeddings: Matrix): Float64Array {
  const indices = [...Array(embeddings.rows).keys()];
  const similarities = indices.map((i) =>
    Float64Array.from(indices, (j) => dot(row(embeddings, i), row(embeddings, j))),
  );
  const sums = similarities.map((values) => values.reduce((total, value) => total + value, 0));
  return similarities[sums.indexOf(Math.max(...sums))];
}
