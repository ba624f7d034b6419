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
 * All that any sampler may ask for: what is handed to one that was chosen by its name. Who hands less names the sampler:
 * `(options) => samplers.pairs({ ...options, pairs })`.
 */
export type SamplerMaterial = Parameters<typeof episodes>[0] &
  Parameters<typeof fixedSets>[0] &
  Parameters<typeof hierarchical>[0] &
  Parameters<typeof mPerClass>[0] &
  Parameters<typeof pairs>[0] &
  Parameters<typeof triplets>[0];

/** Every way to draw batches, by name. */
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
