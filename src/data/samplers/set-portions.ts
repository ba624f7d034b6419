import { DiscernError } from '../../base/error.ts';
import { roundRobin } from './round-robin.ts';

/** Options of `setPortions`. */
export type SetPortionsOptions = {
  readonly sets: readonly (readonly number[])[];
  /** Samples that a step usually takes. */
  readonly size: number;
  readonly seed: number;
  readonly purpose: string;
};

/** The whole sets of a step, in shuffled passes: first as many as always fit into `size`, then all others. */
export function setPortions(options: SetPortionsOptions): (step: number) => Iterable<readonly number[]> {
  const { sets, size, seed, purpose } = options;
  if (sets.length === 0) return () => [];
  const largest = sets.reduce((most, { length }) => Math.max(most, length), 1);
  const each = Math.min(sets.length, Math.max(1, Math.floor(size / largest)));
  const turns = roundRobin(seed, purpose, sets.length, each);
  return function* (step) {
    for (const { item } of turns(step)) yield sets[item];
  };
}

/** The error for a sampler without anything to draw from. */
export function nothingToDraw(what: string): DiscernError {
  return new DiscernError('empty', `no ${what} to draw batches from`, {
    given: `an empty list of ${what}`,
    expected: 'at least one',
    todo: `give ${what}, or use another sampler, for instance shuffled`,
  });
}
