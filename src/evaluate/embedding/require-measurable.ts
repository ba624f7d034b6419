import { DiscernError } from '../../base/error.ts';
import { counted, formatCount } from '../../base/figures.ts';
import { dot, type Matrix, row } from '../../base/matrix.ts';
import { type ClassOrder, classSizes } from './class-order.ts';

/** How far a squared length may differ from 1 by rounding, also of numbers stored as float16. */
const tolerance = 1e-3;

/**
 * Throws `bad-data` if rows are neither zero nor of unit length, or not as many as labels; `too-few` as
 * `requireFindable` does.
 */
export function requireMeasurable(vectors: Matrix, order: ClassOrder): void {
  if (vectors.rows !== order.rows.length) {
    const given = `${formatCount(vectors.rows)} vectors and ${formatCount(order.rows.length)} labels`;
    throw new DiscernError('bad-data', given, {
      given,
      expected: 'a label for each vector',
      todo: 'give as many labels as vectors',
    });
  }
  const odd = Array.from({ length: vectors.rows }, (_, i) => i).find((i) => !hasUnitLength(row(vectors, i)));
  if (odd !== undefined) {
    throw new DiscernError('bad-data', `vector ${odd} is not of unit length`, {
      given: `a vector whose squared length is ${dot(row(vectors, odd), row(vectors, odd))}`,
      expected: 'vectors of unit length, so that inner products are cosines',
      todo: 'normalise the rows first: normaliseRows(vectors)',
    });
  }
  requireFindable(order);
}

/**
 * Throws `too-few` without two classes, one of them with two pictures: there would be nothing to find or to tell apart.
 */
export function requireFindable(order: ClassOrder): void {
  const sizes = classSizes(order);
  if (sizes.length >= 2 && sizes.some((size) => size >= 2)) return;
  throw new DiscernError('too-few', 'measuring an embedding needs two classes, one of them with two pictures', {
    given: `${counted(order.rows.length, 'labelled picture')} of ${counted(sizes.length, 'class', 'classes')}`,
    expected: 'pictures of two classes or more, at least two of one of them',
    todo: 'add pictures or labels, or measure a larger part',
  });
}

function hasUnitLength(vector: Float32Array): boolean {
  const squared = dot(vector, vector);
  return squared === 0 || Math.abs(squared - 1) < tolerance;
}
