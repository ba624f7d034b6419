import { DiscernError } from '../../base/error.ts';
import { roundRobin } from './round-robin.ts';

/** How sets become the portions of a step. */
export type SetPortionsOptions = {
  readonly sets: readonly (readonly number[])[];
  /** Samples that a step takes as a rule. */
  readonly size: number;
  readonly seed: number;
  readonly purpose: string;
};

/** Whole sets at a step, in shuffled passes: first as many as surely fit into the size, then all others. */
export function setPortions(options: SetPortionsOptions): (step: number) => Iterable<readonly number[]> {
  const { sets, size, seed, purpose } = options;
  if (sets.length === 0) return () => [];
  const largest = sets.reduce((most, { length }) => Math.max(most, length), 1);
  const each = Math.min(sets.length, Math.max(1, Math.floor(size / largest)));
  const turns = roundRobin(seed, purpose, sets.length, each);
  return function* (step) {
    for (const { thing } of turns(step)) yield sets[thing];
  };
}

/** Throws where a sampler has nothing to draw from. */
export function nothingGiven(what: string): DiscernError {
  return new DiscernError('empty', `no ${what} to draw batches from`, {
    given: `a list of ${what} without an entry`,
    expected: 'at least one',
    todo: `give ${what}, or draw batches another way, for instance shuffled`,
  });
}
