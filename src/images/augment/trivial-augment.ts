import type { Augmentation } from './augmentation.ts';
import { bernoulli } from './draws.ts';
import { type OperationLimits, operations } from './operations.ts';

/** The range of each operation at magnitude 30. */
export const trivialLimits: OperationLimits = {
  shear: 0.99,
  translate: () => 32,
  degrees: 135,
  factor: 0.99,
  posterize: 6,
};

/** The greatest magnitude; magnitudes are whole numbers from 0. */
const greatest = 30;

/**
 * Applies one operation at a random magnitude (TrivialAugment, Müller and Hutter 2021), with torchvision's 14
 * operations and its wide ranges. There is nothing to tune. Strength below 1 lowers its probability.
 */
export function trivialAugment(): Augmentation {
  const all = operations(trivialLimits);
  return (view, random, strength) => {
    const magnitude = random.integer(greatest + 1) / greatest;
    const changed = all[random.integer(all.length)](view, magnitude, random);
    return bernoulli(strength, random) ? changed : view;
  };
}
