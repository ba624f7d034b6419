import { random } from '../../base/random.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import { subset } from '../labelled.ts';
import type { Held } from './hold-out.ts';

/**
 * The largest number of pictures that candidates are validated on. With it an accuracy is known to 1 %. Each candidate
 * scores every picture for every class: 160 MB with 20,000 classes.
 */
export const maxHeldOut = 2000;

/**
 * The held-out pictures that candidates are validated on: those whose class is in train, at most `maxHeldOut` drawn by
 * the seed, in the order of `val`.
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
