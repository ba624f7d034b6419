import { type Matrix, normaliseRows, row } from '../base/matrix.ts';

/**
 * Start directions of class weights, [C K, D], of unit length; the K of a class are neighbours. Random (`drawn`), or
 * the class centre plus `spread` times the random one. `centres`: [C, D], a row of zeros where a centre is unknown;
 * null: none is known.
 */
export function classDirections(
  drawn: () => Matrix,
  centres: Matrix | null,
  { perClass = 1, spread = 0 } = {},
): Matrix {
  const known = centres && normaliseRows(centres);
  if (known && spread === 0 && perClass === 1 && isKnownOfAll(known)) return normaliseRows(known);
  const directions = normaliseRows(drawn());
  for (let at = 0; known && at < directions.rows; at++) {
    const centre = row(known, Math.floor(at / perClass));
    const direction = row(directions, at);
    if (isKnown(centre)) direction.set(direction.map((value, j) => centre[j] + spread * value));
  }
  return normaliseRows(directions);
}

function isKnownOfAll(centres: Matrix): boolean {
  return Array.from({ length: centres.rows }, (_, at) => row(centres, at)).every(isKnown);
}

function isKnown(centre: Float32Array): boolean {
  return centre.some((value) => value !== 0);
}
