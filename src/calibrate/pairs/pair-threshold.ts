import { counted } from '../../base/figures.ts';
import type { Threshold } from '../../gallery/threshold.ts';
import { type PromisedThreshold, type PromiseRequest, promisedThreshold } from '../promises/promised-threshold.ts';
import { type ComparedPair, pairUnits } from './pair-units.ts';

/** A threshold for pairs that keeps a promise, or the refusal of one. */
export type PromisedPairThreshold = {
  readonly outcome: PromisedThreshold;
  /** Null where refused. */
  readonly threshold: Threshold | null;
};

/**
 * The threshold for pairs that keeps a promise. `of` is the identity of each picture; `from` says in words where the
 * pairs come from.
 */
export function promisedPairThreshold(
  request: PromiseRequest,
  { pairs, of, from }: { pairs: readonly ComparedPair[]; of: ArrayLike<number>; from: string },
): PromisedPairThreshold {
  const { kind, share } = request.promise;
  const outcome = promisedThreshold(request, pairUnits(kind, pairs, of));
  if (outcome.refused) return { outcome, threshold: null };
  const { confidence } = request;
  const promise = { kind, share, ...(confidence === undefined ? {} : { confidence }), units: outcome.units };
  const source = `chosen by a promise on ${counted(outcome.units, unitNames[kind][0], unitNames[kind][1])}, ${from}`;
  return { outcome, threshold: { value: outcome.threshold, source, promise } };
}

/** What a unit of each promise is, in the singular and in the plural. */
export const unitNames = {
  'false-accept': ['pair of identities', 'pairs of identities'],
  accept: ['identity', 'identities'],
} as const;
