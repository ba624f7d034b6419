import type { NumberedPair } from '../annotations/annotations.ts';
import { filled } from './filled.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';
import { nothingToDraw, setPortions } from './set-portions.ts';

/** Options of pairs. */
export type PairsOptions = Pick<SamplerOptions, 'batch' | 'seed'> & {
  /** The known pairs; they may be of one kind only. */
  readonly pairs: readonly NumberedPair[];
};

/**
 * Batches of known pairs, same and different in turn. Each kind has its own shuffled passes, so that the rarer kind
 * comes equally often. A sample of several pairs comes once. The supervision decides the other relations in a batch.
 * Throws `empty` without pairs.
 */
export function pairs({ pairs: known, batch, seed }: PairsOptions): Sampler {
  if (known.length === 0) throw nothingToDraw('pairs');
  const kinds = [true, false].map((wanted) => known.filter(({ same }) => same === wanted).map(({ a, b }) => [a, b]));
  const share = kinds.every(({ length }) => length > 0) ? batch / 2 : batch;
  const [same, different] = kinds.map((sets, kind) =>
    setPortions({ sets, size: share, seed, purpose: `pairs/${kind === 0 ? 'same' : 'different'}` }),
  );
  return (step) => filled(batch, inTurn(same(step), different(step)));
}

/** Takes one item of each list in turn; continues with the rest when some are used up. */
function* inTurn<T>(...lists: readonly Iterable<T>[]): Iterable<T> {
  let open = lists.map((list) => list[Symbol.iterator]());
  while (open.length > 0) {
    const next = open.map((list) => ({ list, result: list.next() })).filter(({ result }) => !result.done);
    for (const { result } of next) yield result.value;
    open = next.map(({ list }) => list);
  }
}
