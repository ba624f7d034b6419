import { cutmix } from './cutmix.ts';
import type { Mixture, MixtureOptions } from './mixture.ts';
import { mixup } from './mixup.ts';

/** Every way to mix pictures, by name. */
export const mixtures = { mixup, cutmix } satisfies Record<string, (options: MixtureOptions) => Mixture>;
