import { random } from '../base/random.ts';
import type { Embedded } from '../data/embedded.ts';
import type { Held } from './hold-out.ts';
import { subset } from './labelled.ts';

/**
 * Candidates are judged on at most so many pictures. More would tell candidates little better apart (an accuracy is
 * known to 1 %), and every candidate scores each of them for every class: 160 MB with 20,000 classes.
 */
export const maxHeldOut = 2000;

/**
 * The held-out pictures that candidates are judged on: those whose class is in train, of more than `mostJudges` a
 * seeded draw, in the order of `val`.
 */
export function heldOutOf({ train, val }: Held, seed: number): Embedded {
  const learned = new Set(train.samples.map(({ label }) => label));
  const able = val.samples.flatMap(({ label }, index) => (learned.has(label) ? [index] : []));
  const drawn = able.length > maxHeldOut ? random(seed, 'judges').shuffle(able).slice(0, maxHeldOut) : able;
  return subset(
    val,
    drawn.toSorted((a, b) => a - b),
  );
}
