import { balanced } from './balanced.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';
import { shuffled } from './shuffled.ts';

/** Every way to draw batches, by name. */
export const samplers = { shuffled, balanced } satisfies Record<string, (options: SamplerOptions) => Sampler>;
