import { passes } from './passes.ts';
import { roundRobin } from './round-robin.ts';
import { samplesByClass } from './samples-by-class.ts';

/** How portions of classes are made. */
export type ClassPortionsOptions = {
  readonly labels: ArrayLike<number>;
  /** Samples of a class in a portion; more where so many of each class would not make up the size. */
  readonly perClass: number;
  /** Samples that a step takes as a rule. */
  readonly size: number;
  readonly seed: number;
  readonly purpose: string;
};

/**
 * Portions of samples at a step, each of one class, classes in shuffled passes; a smaller class gives what it has.
 * When every class has given one, they give further ones, until all samples have come.
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
      for (const { thing, turn } of turns(step)) yield portionOf[thing](turn, round);
    }
  };
}

/**
 * `size` of the samples at their turn, from shuffled passes; the last portion of a pass is made up from its beginning.
 * Further rounds of a turn go on in the pass, until it has come round.
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
