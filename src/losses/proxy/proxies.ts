import { matrix } from '../../base/matrix.ts';
import { once } from '../../base/once.ts';
import type { Parameter } from '../../steps/parameter.ts';
import { classDirections } from '../class-directions.ts';
import type { ClassLossSize } from '../embedding-loss.ts';

/** How far from its class's centre a proxy may begin, of unit length: so that those of one class part. */
const spread = 0.1;

/**
 * Learned rows that stand for the classes, [C K, D], the K of a class side by side. They begin at unit length, near the centre
 * of their class where that is known, else in random directions: only their directions count, and the shorter they are the
 * further a step of Adam turns them. Papers that begin with longer ones give them up to 100 times the network's rate instead.
 */
export function proxies({ classes, dimensions, random, centres = null }: ClassLossSize, perClass = 1): Parameter {
  const shape = [classes * perClass, dimensions];
  const drawn = () => matrix(shape[0], dimensions, Float32Array.from({ length: shape[0] * dimensions }, random.normal));
  const initial = once(() => classDirections(drawn, centres, { perClass, spread }).data);
  return { name: 'proxies', shape, initial, decay: true };
}
