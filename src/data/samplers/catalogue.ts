import { balanced } from './balanced.ts';
import { episodes } from './episodes.ts';
import { fixedSets } from './fixed-sets.ts';
import { hierarchical } from './hierarchical.ts';
import { mPerClass } from './m-per-class.ts';
import { pairs } from './pairs.ts';
import type { Sampler } from './sampler.ts';
import { shuffled } from './shuffled.ts';
import { triplets } from './triplets.ts';

/**
 * The options of all samplers together, for code that picks a sampler by its name. To give fewer options, call one
 * sampler directly: `(options) => samplers.pairs({ ...options, pairs })`.
 */
export type SamplerMaterial = Parameters<typeof episodes>[0] &
  Parameters<typeof fixedSets>[0] &
  Parameters<typeof hierarchical>[0] &
  Parameters<typeof mPerClass>[0] &
  Parameters<typeof pairs>[0] &
  Parameters<typeof triplets>[0];

/**
 * All samplers, by name.
 *
 * @example
 * const labels = [0, 0, 0, 1, 1, 1, 2, 2, 2];
 * const batchOf = samplers.mPerClass({ labels, batch: 4, perClass: 2, seed: 0 });
 * const batch = batchOf(0); // numbers of samples: two of each of two classes
 * new Set(batch.map((i) => labels[i])).size; // => 2
 */
export const samplers = {
  shuffled,
  balanced,
  mPerClass,
  hierarchical,
  pairs,
  triplets,
  fixedSets,
  episodes,
} satisfies Record<string, (material: SamplerMaterial) => Sampler>;
