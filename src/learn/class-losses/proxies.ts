import { matrix, normaliseRows, row } from '../../base/matrix.ts';
import type { ClassLossSize } from '../losses/embedding-loss.ts';
import type { Parameter } from '../parameter.ts';

/** How far from its class's centre a proxy may begin, of unit length: so that those of one class part. */
const spread = 0.1;

/**
 * Learned rows that stand for the classes, [C K, D], the K of a class side by side. They begin at unit length, near the centre
 * of their class where that is known, else in random directions: only their directions count, and the shorter they are the
 * further a step of Adam turns them. Papers that begin with longer ones give them up to 100 times the network's rate instead.
 */
export function proxies({ classes, dimensions, random, centres = null }: ClassLossSize, perClass = 1): Parameter {
  const shape = [classes * perClass, dimensions];
  const drawn = normaliseRows(
    matrix(shape[0], dimensions, Float32Array.from({ length: shape[0] * dimensions }, random.normal)),
  );
  const known = centres && normaliseRows(centres);
  for (let at = 0; known && at < drawn.rows; at++) moveNear(row(drawn, at), row(known, Math.floor(at / perClass)));
  return { name: 'proxies', shape, initial: normaliseRows(drawn).data, decay: true };
}

/** Moves a unit direction to a centre, where that is known, but for a little. */
function moveNear(direction: Float32Array, centre: Float32Array): void {
  if (centre.every((value) => value === 0)) return;
  direction.set(direction.map((value, j) => centre[j] + spread * value));
}
