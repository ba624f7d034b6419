import { passes } from './passes.ts';
import { roundRobin } from './round-robin.ts';
import { samplesByClass } from './samples-by-class.ts';

/** Options of `classPortions`. */
export type ClassPortionsOptions = {
  readonly labels: ArrayLike<number>;
  /** Samples per class in a portion; raised if all classes together would not reach `size`. */
  readonly perClass: number;
  /** Samples that a step usually takes. */
  readonly size: number;
  readonly seed: number;
  readonly purpose: string;
};

/**
 * The portions of samples of a step, each of one class, with the classes in shuffled passes. A class with fewer samples
 * gives all of them. After a portion of every class follow further ones, until all samples have come.
 */
export function classPortions(options: ClassPortionsOptions): (step: number) => Iterable<readonly number[]> {
  const { labels, size, seed, purpose } = options;
  const classes = samplesByClass(labels);
  const perClass = Math.max(options.perClass, Math.ceil(size / classes.length));
  const portionOf = classes.map((samples, c) => portionsOf(samples, perClass, seed, `${purpose}/class ${c}`));
  const largest = classes.reduce((most, { length }) => Math.max(most, length), 0);
  const each = Math.min(classes.length, Math.ceil(size / perClass));
  const turns = roundRobin(seed, `${purpose}/classes`, classes.length, each);
  return function* (step) {
    for (let round = 0; round * perClass < largest; round++) {
      for (const { item, turn } of turns(step)) yield portionOf[item](turn, round);
    }
  };
}

/**
 * The portions of one class: `size` samples per turn from shuffled passes. The last portion of a pass is filled up from
 * its beginning. Further rounds of a turn continue in the same pass, until it is used up.
 */
function portionsOf(
  samples: readonly number[],
  size: number,
  seed: number,
  purpose: string,
): (turn: number, round: number) => readonly number[] {
  const count = samples.length;
  const perPass = Math.ceil(count / size);
  const orderOf = passes(seed, purpose, count);
  return (turn, round) => {
    if (round >= perPass) return [];
    const order = orderOf(Math.floor(turn / perPass));
    const start = ((turn % perPass) + round) * size;
    return Array.from({ length: Math.min(size, count) }, (_, i) => samples[order[(start + i) % count]]);
  };
}
