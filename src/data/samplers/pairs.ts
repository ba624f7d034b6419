import type { NumberedPair } from '../annotations/annotations.ts';
import { filled } from './filled.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';
import { nothingGiven, setPortions } from './set-portions.ts';

/** Options of pairs. */
export type PairsOptions = Pick<SamplerOptions, 'batch' | 'seed'> & {
  /** What is known; all the same, or all different, will do. */
  readonly pairs: readonly NumberedPair[];
};

/**
 * Batches made of known pairs, same and different in turn, each kind in shuffled passes of its own, so that the rarer kind
 * comes as often. A sample of several pairs comes once; what else is known of the samples of a batch is for the supervision
 * to say. Throws `empty` without pairs.
 */
export function pairs({ pairs: known, batch, seed }: PairsOptions): Sampler {
  if (known.length === 0) throw nothingGiven('pairs');
  const kinds = [true, false].map((wanted) => known.filter(({ same }) => same === wanted).map(({ a, b }) => [a, b]));
  const share = kinds.every(({ length }) => length > 0) ? batch / 2 : batch;
  const [same, different] = kinds.map((sets, kind) =>
    setPortions({ sets, size: share, seed, purpose: `pairs/${kind === 0 ? 'same' : 'different'}` }),
  );
  return (step) => filled(batch, inTurn(same(step), different(step)));
}

/** One of each while both have any, then the rest of the longer. */
function* inTurn<T>(...lists: readonly Iterable<T>[]): Iterable<T> {
  let open = lists.map((list) => list[Symbol.iterator]());
  while (open.length > 0) {
    const next = open.map((list) => ({ list, result: list.next() })).filter(({ result }) => !result.done);
    for (const { result } of next) yield result.value;
    open = next.map(({ list }) => list);
  }
}
