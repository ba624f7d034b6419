import type { Augmentation } from './augmentation.ts';
import { bernoulli } from './draws.ts';
import { rotated } from './rotation.ts';

/**
 * Rotates by 0, 90, 180 or 270 degrees, all equally likely. No pixel is lost or interpolated. For objects without a
 * fixed orientation. Strength below 1 lowers its probability.
 */
export function quarterTurn(): Augmentation {
  return (view, random, strength) => {
    const turns = random.integer(4);
    return bernoulli(strength, random) && turns > 0 ? rotated(view, 90 * turns) : view;
  };
}
