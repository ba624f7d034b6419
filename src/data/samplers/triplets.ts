import type { NumberedTriplet } from '../annotations/annotations.ts';
import { filled } from './filled.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';
import { nothingToDraw, setPortions } from './set-portions.ts';

/** Options of triplets. */
export type TripletsOptions = Pick<SamplerOptions, 'batch' | 'seed'> & {
  readonly triplets: readonly NumberedTriplet[];
};

/** Batches of known triplets in shuffled passes; a sample of several comes once. Throws `empty` without triplets. */
export function triplets({ triplets: known, batch, seed }: TripletsOptions): Sampler {
  if (known.length === 0) throw nothingToDraw('triplets');
  const sets = known.map(({ anchor, positive, negative }) => [anchor, positive, negative]);
  const portions = setPortions({ sets, size: batch, seed, purpose: 'triplets' });
  return (step) => filled(batch, portions(step));
}
