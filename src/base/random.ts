import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded stream of random numbers. The same seed and purpose give the same numbers on every machine. */
export type Random = {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** A whole number, uniform in 0 .. below - 1. */
  integer(below: number): number;
  /** Standard normal (Box and Muller 1958). */
  normal(): number;
  /** A shuffled copy (Fisher and Yates). */
  shuffle<T>(items: readonly T[]): T[];
};

/**
 * Makes a seeded stream of random numbers for one `purpose`. Give each use its own purpose (`'split'`, `'head'`): then
 * an extra draw in one place does not change the numbers in another.
 *
 * @example
 * const { integer, normal, shuffle } = random(0, 'my experiment');
 * const dice = [1, 2, 3].map(() => 1 + integer(6));
 * const noise = Float32Array.from({ length: 100 }, normal); // mean 0, standard deviation 1
 * shuffle(['a', 'b', 'c']).length; // => 3
 * random(0, 'dice').integer(6) === random(0, 'dice').integer(6); // => true
 */
export function random(seed: number, purpose: string): Random {
  const generator = xoroshiro128plus(mix(seed, purpose));
  const uniform = () => uniformFloat64(generator);
  const integer = (below: number) => uniformInt(generator, 0, below - 1);
  return {
    uniform,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    shuffle: (items) => shuffled(items, integer),
  };
}

function shuffled<T>(items: readonly T[], integer: (below: number) => number): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = integer(last + 1);
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}

/** The 32-bit FNV-1a hash of the seed and the purpose. */
function mix(seed: number, purpose: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${purpose}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash | 0;
}
