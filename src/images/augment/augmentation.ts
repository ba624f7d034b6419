import type { Random } from '../../base/random.ts';
import type { View } from './view.ts';

/**
 * One kind of random change: takes a view and gives it with this change added. `strength` (0..1) scales the size of the
 * change, or its probability where the size cannot be scaled: 0 gives the view back, 1 uses the full ranges of the
 * options. Only `random` is drawn from, so the same stream gives the same view.
 */
export type Augmentation = (view: View, random: Random, strength: number) => View;
