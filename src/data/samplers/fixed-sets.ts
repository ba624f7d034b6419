import { filled } from './filled.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';
import { nothingToDraw, setPortions } from './set-portions.ts';

/** Options of fixedSets. */
export type FixedSetsOptions = Pick<SamplerOptions, 'batch' | 'seed'> & {
  /** Sets of sample indices; the samples of a set come in one batch. */
  readonly sets: readonly (readonly number[])[];
};

/**
 * Batches of whole sets in shuffled passes: as many as always fit into a batch, then further sets, the last one cut. A
 * sample of several sets comes once. Samples repeat only if all sets together have fewer than `batch`. Throws `empty`
 * without sets.
 */
export function fixedSets({ sets, batch, seed }: FixedSetsOptions): Sampler {
  if (!sets.some(({ length }) => length > 0)) throw nothingToDraw('sets');
  const portions = setPortions({ sets, size: batch, seed, purpose: 'fixed sets' });
  return (step) => filled(batch, portions(step));
}
