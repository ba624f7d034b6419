import { filled } from './filled.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';
import { nothingGiven, setPortions } from './set-portions.ts';

/** Options of fixedSets. */
export type FixedSetsOptions = Pick<SamplerOptions, 'batch' | 'seed'> & {
  /** Samples that come together, by their numbers. */
  readonly sets: readonly (readonly number[])[];
};

/**
 * Whole sets in shuffled passes, as many as surely fit into a batch, then further ones, the last of which is cut. A sample of
 * several sets comes once; samples repeat only where all sets together have fewer than the batch. Throws `empty` without sets.
 */
export function fixedSets({ sets, batch, seed }: FixedSetsOptions): Sampler {
  if (!sets.some(({ length }) => length > 0)) throw nothingGiven('sets');
  const portions = setPortions({ sets, size: batch, seed, purpose: 'fixed sets' });
  return (step) => filled(batch, portions(step));
}
