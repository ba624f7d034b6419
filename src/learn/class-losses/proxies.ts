import { matrix, normaliseRows } from '../../base/matrix.ts';
import type { ClassLossSize } from '../losses/embedding-loss.ts';
import type { Parameter } from '../parameter.ts';

/**
 * Learned rows that stand for the classes, [C K, D], the K of a class side by side. They begin at unit length in random
 * directions: only their directions count, and the shorter they are the further a step of Adam turns them. Papers that
 * begin with longer ones give them up to 100 times the network's rate instead.
 */
export function proxies({ classes, dimensions, random }: ClassLossSize, perClass = 1): Parameter {
  const shape = [classes * perClass, dimensions];
  const directions = Float32Array.from({ length: shape[0] * dimensions }, random.normal);
  const { data } = normaliseRows(matrix(shape[0], dimensions, directions));
  return { name: 'proxies', shape, initial: data, decay: true };
}
