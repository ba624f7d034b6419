import { DiscernError } from '../../base/error.ts';
import { passes } from './passes.ts';
import { roundRobin } from './round-robin.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';
import { samplesByClass } from './samples-by-class.ts';

/** Options of episodes. */
export type EpisodesOptions = SamplerOptions & {
  /** Support samples of each class, K: as many as there will be in use learn best. */
  readonly shots?: number;
  /** Samples of each class that ask. */
  readonly queries?: number;
};

/**
 * Few-shot episodes (Vinyals et al. 2016): batch / (shots + queries) ways, that is classes, in shuffled passes. A batch is
 * [ways * shots] support rows, class by class, then [ways * queries] queries in the same order of classes: the first `shots`
 * rows of a class are its support. A sample never supports itself: a class with fewer than shots + queries shares its own
 * between both and repeats them there; one of a single sample never comes. Throws `misused` where the batch is no multiple of
 * shots + queries, `too-few` where fewer classes than ways have two samples.
 */
export function episodes({ labels, batch, seed, shots = 1, queries = 5 }: EpisodesOptions): Sampler {
  const classes = samplesByClass(labels).filter(({ length }) => length > 1);
  const ways = batch / (shots + queries);
  if (!Number.isInteger(ways)) throw noWholeWays(batch, shots, queries);
  if (classes.length < ways) throw tooFewClasses(classes.length, ways);
  const drawOf = classes.map((samples, c) => casts(samples, shots, queries, seed, `episodes/class ${c}`));
  const turns = roundRobin(seed, 'episodes/classes', classes.length, ways);
  return (step) => {
    const drawn = firstOf(turns(step), ways).map(({ thing, turn }) => drawOf[thing](turn));
    return [...drawn.flatMap(({ support }) => support), ...drawn.flatMap(({ asking }) => asking)];
  };
}

/** Who supports and who asks of one class. */
type Cast = { readonly support: readonly number[]; readonly asking: readonly number[] };

/** The casts of a class, turn by turn, from shuffled passes. */
function casts(
  samples: readonly number[],
  shots: number,
  queries: number,
  seed: number,
  purpose: string,
): (turn: number) => Cast {
  const size = Math.min(samples.length, shots + queries);
  const perPass = Math.ceil(samples.length / size);
  const supporters = Math.min(size - 1, Math.max(1, Math.round((size * shots) / (shots + queries))));
  const orderOf = passes(seed, purpose, samples.length);
  return (turn) => {
    const order = orderOf(Math.floor(turn / perPass));
    const start = (turn % perPass) * size;
    const own = Array.from({ length: size }, (_, i) => samples[order[(start + i) % order.length]]);
    return { support: cycled(own.slice(0, supporters), shots), asking: cycled(own.slice(supporters), queries) };
  };
}

function cycled(samples: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, i) => samples[i % samples.length]);
}

function firstOf<T>(things: Iterable<T>, count: number): T[] {
  const first: T[] = [];
  for (const thing of things) if (first.push(thing) === count) break;
  return first;
}

function noWholeWays(batch: number, shots: number, queries: number): DiscernError {
  return new DiscernError('misused', `episodes of ${shots} + ${queries} do not fill a batch of ${batch}`, {
    given: `a batch of ${batch}, ${shots} shots and ${queries} queries`,
    expected: `a batch that is a multiple of ${shots + queries}, one for each class`,
    todo: `take a batch of ${Math.max(1, Math.round(batch / (shots + queries))) * (shots + queries)}`,
  });
}

function tooFewClasses(classes: number, ways: number): DiscernError {
  return new DiscernError('too-few', `${classes} classes have two samples or more, an episode asks for ${ways}`, {
    given: `${classes} classes with two samples or more`,
    expected: `at least ${ways}, one for each way`,
    todo: 'take a smaller batch, more shots or queries, or more classes',
  });
}
