import type { Augmentation } from './augmentation.ts';
import { bernoulli } from './draws.ts';
import { type OperationLimits, operations } from './operations.ts';

/** Options of randAugment. */
export type RandAugmentOptions = {
  /** Number of operations, one after the other. */
  readonly count?: number;
  /** Magnitude of all operations, a whole number from 0 to 30: 5 is mild, 15 strong. */
  readonly magnitude?: number;
};

/** The range of each operation at magnitude 30. */
export const randLimits: OperationLimits = {
  shear: 0.3,
  translate: (sizePx) => (150 / 331) * sizePx,
  degrees: 30,
  factor: 0.9,
  posterize: 4,
};

/** The greatest magnitude. */
const greatest = 30;

/**
 * Applies `count` operations, drawn with replacement, all at one magnitude (RandAugment, Cubuk et al. 2020), with
 * torchvision's 14 operations and ranges. Strength below 1 lowers the probability of each.
 */
export function randAugment({ count = 2, magnitude = 9 }: RandAugmentOptions = {}): Augmentation {
  const all = operations(randLimits);
  return (view, random, strength) => {
    let seen = view;
    for (let i = 0; i < count; i++) {
      const changed = all[random.integer(all.length)](seen, magnitude / greatest, random);
      if (bernoulli(strength, random)) seen = changed;
    }
    return seen;
  };
}
