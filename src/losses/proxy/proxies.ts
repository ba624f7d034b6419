import { matrix } from '../../base/matrix.ts';
import { once } from '../../base/once.ts';
import type { Parameter } from '../../steps/parameter.ts';
import { classDirections } from '../class-directions.ts';
import type { ClassLossSize } from '../loss.ts';

/** How far from its class centre a proxy starts, in unit length, so that the proxies of one class differ. */
const spread = 0.1;

/**
 * Proxies: trained rows that stand for classes, [C K, D]; the K of a class are neighbours. They start at unit length,
 * near their class centre where it is known, else in random directions. Only directions count: the shorter a proxy is,
 * the further a step of Adam turns it. Papers that start with longer ones give proxies up to 100 times the network's
 * learning rate instead.
 */
export function proxies({ classes, dimensions, random, centres = null }: ClassLossSize, perClass = 1): Parameter {
  const shape = [classes * perClass, dimensions];
  const drawn = () => matrix(shape[0], dimensions, Float32Array.from({ length: shape[0] * dimensions }, random.normal));
  const initial = once(() => classDirections(drawn, centres, { perClass, spread }).data);
  return { name: 'proxies', shape, initial, decay: true };
}
