import { random } from '../../base/random.ts';
import { passes } from './passes.ts';

/** One of several things, and the how-manieth time it has its turn. */
export type Turn = { readonly thing: number; readonly turn: number };

/**
 * Whose turn it is at a step: first the `each` things whose turn it is in shuffled passes laid end to end, so that all come
 * equally often, then, for whoever needs more, all others from anywhere on. A thing comes once.
 */
export function roundRobin(
  seed: number,
  purpose: string,
  count: number,
  each: number,
): (step: number) => Iterable<Turn> {
  const orderOf = passes(seed, purpose, count);
  const passOf = (place: number) => Math.floor(place / count);
  return function* (step) {
    const come = new Set<number>();
    for (let place = step * each; place < (step + 1) * each; place++) {
      const thing = orderOf(passOf(place))[place % count];
      if (come.has(thing)) continue; // two passes meet
      come.add(thing);
      yield { thing, turn: passOf(place) };
    }
    if (come.size === count) return;
    const start = random(seed, `${purpose}/others/${step}`).integer(count);
    for (let i = 0; i < count; i++) {
      const thing = orderOf(passOf((step + 1) * each - 1))[(start + i) % count];
      if (!come.has(thing)) yield { thing, turn: step };
    }
  };
}
