import { type Matrix, normaliseRows, row } from '../base/matrix.ts';

/**
 * Start directions of class weights, [C K, D], of unit length; the K of a class are neighbours. Random (`drawn`), or
 * the class centre plus `spread` times the random one. `centres`: [C, D], a row of zeros where a centre is unknown;
 * null: none is known.
 */
export function classDirections(drawn: Matrix, centres: Matrix | null, { perClass = 1, spread = 0 } = {}): Matrix {
  const directions = normaliseRows(drawn);
  const known = centres && normaliseRows(centres);
  for (let at = 0; known && at < directions.rows; at++) {
    const centre = row(known, Math.floor(at / perClass));
    const direction = row(directions, at);
    if (centre.some((value) => value !== 0)) direction.set(direction.map((value, j) => centre[j] + spread * value));
  }
  return normaliseRows(directions);
}
