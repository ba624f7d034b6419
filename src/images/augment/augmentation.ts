import type { Random } from '../../base/random.ts';
import type { View } from './view.ts';

/**
 * One kind of change at random: takes a drawn view and gives one that has this change too. `strength`, 0..1, scales
 * what it does, or how often where that cannot be scaled: at 0 the view comes back as it was, at 1 the ranges are those
 * of its options. Draws from `random` alone, so that the same stream gives the same view.
 */
export type Augmentation = (view: View, random: Random, strength: number) => View;
