import { random } from '../../base/random.ts';
import { passes } from './passes.ts';

/** An item, and the number of turns it had before (0: its first turn). */
export type Turn = { readonly item: number; readonly turn: number };

/**
 * Round robin over shuffled passes of the items 0 .. count - 1. A step yields its `each` items, so that all items come
 * equally often; then, if the caller needs more, the remaining items from a random offset. No item repeats in a step.
 */
export function roundRobin(
  seed: number,
  purpose: string,
  count: number,
  each: number,
): (step: number) => Iterable<Turn> {
  const orderOf = passes(seed, purpose, count);
  const passOf = (position: number) => Math.floor(position / count);
  return function* (step) {
    const taken = new Set<number>();
    for (let position = step * each; position < (step + 1) * each; position++) {
      const item = orderOf(passOf(position))[position % count];
      if (taken.has(item)) continue; // two passes meet
      taken.add(item);
      yield { item, turn: passOf(position) };
    }
    if (taken.size === count) return;
    const start = random(seed, `${purpose}/others/${step}`).integer(count);
    for (let i = 0; i < count; i++) {
      const item = orderOf(passOf((step + 1) * each - 1))[(start + i) % count];
      if (!taken.has(item)) yield { item, turn: step };
    }
  };
}
