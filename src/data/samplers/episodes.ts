import { DiscernError } from '../../base/error.ts';
import { passes } from './passes.ts';
import { roundRobin } from './round-robin.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';
import { samplesByClass } from './samples-by-class.ts';

/** Options of episodes. */
export type EpisodesOptions = SamplerOptions & {
  /** Support samples per class, K. Best: as many as classes will have in use. */
  readonly shots?: number;
  /** Query samples per class. */
  readonly queries?: number;
};

/**
 * Few-shot episodes (Vinyals et al. 2016) with batch / (shots + queries) ways (classes), classes in shuffled passes. A
 * batch is [ways * shots] support samples, class by class, then [ways * queries] query samples in the same order of
 * classes. A sample is never support and query at once: a class with fewer than shots + queries samples divides them
 * and repeats them on each side; a class with a single sample is left out. Throws `misused` if the batch is not a
 * multiple of shots + queries, `too-few` if fewer classes than ways have two samples.
 */
export function episodes({ labels, batch, seed, shots = 1, queries = 5 }: EpisodesOptions): Sampler {
  const classes = samplesByClass(labels).filter(({ length }) => length > 1);
  const ways = batch / (shots + queries);
  if (!Number.isInteger(ways)) throw noWholeWays(batch, shots, queries);
  if (classes.length < ways) throw tooFewClasses(classes.length, ways);
  const drawOf = classes.map((samples, c) => episodeSamples(samples, shots, queries, seed, `episodes/class ${c}`));
  const turns = roundRobin(seed, 'episodes/classes', classes.length, ways);
  return (step) => {
    const drawn = firstOf(turns(step), ways).map(({ item, turn }) => drawOf[item](turn));
    return [...drawn.flatMap(({ support }) => support), ...drawn.flatMap(({ query }) => query)];
  };
}

/** The support and query samples of one class in an episode. */
type EpisodeSamples = { readonly support: readonly number[]; readonly query: readonly number[] };

/** The episode samples of one class for each turn, from shuffled passes. */
function episodeSamples(
  samples: readonly number[],
  shots: number,
  queries: number,
  seed: number,
  purpose: string,
): (turn: number) => EpisodeSamples {
  const size = Math.min(samples.length, shots + queries);
  const perPass = Math.ceil(samples.length / size);
  const supportCount = Math.min(size - 1, Math.max(1, Math.round((size * shots) / (shots + queries))));
  const orderOf = passes(seed, purpose, samples.length);
  return (turn) => {
    const order = orderOf(Math.floor(turn / perPass));
    const start = (turn % perPass) * size;
    const own = Array.from({ length: size }, (_, i) => samples[order[(start + i) % order.length]]);
    return { support: cycled(own.slice(0, supportCount), shots), query: cycled(own.slice(supportCount), queries) };
  };
}

function cycled(samples: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, i) => samples[i % samples.length]);
}

function firstOf<T>(items: Iterable<T>, count: number): T[] {
  const first: T[] = [];
  for (const item of items) if (first.push(item) === count) break;
  return first;
}

function noWholeWays(batch: number, shots: number, queries: number): DiscernError {
  return new DiscernError('misused', `episodes of ${shots} + ${queries} do not fill a batch of ${batch}`, {
    given: `a batch of ${batch}, ${shots} shots and ${queries} queries`,
    expected: `a batch that is a multiple of ${shots + queries}`,
    todo: `use a batch of ${Math.max(1, Math.round(batch / (shots + queries))) * (shots + queries)}`,
  });
}

function tooFewClasses(classes: number, ways: number): DiscernError {
  return new DiscernError('too-few', `${classes} classes have two samples or more, an episode needs ${ways}`, {
    given: `${classes} classes with two samples or more`,
    expected: `at least ${ways}, one per way`,
    todo: 'use a smaller batch, more shots or queries, or more classes',
  });
}
