import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { batches } from '../../src/learn/batches.ts';

describe('batches', () => {
  it('are full, and laid end to end are passes in which every sample comes exactly once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer(),
        (count, size, seed) => {
          const stream = batches(count, size, random(seed, 'batches'));
          const taken = Array.from({ length: count * 3 }, () => stream.next().value);
          expect(taken.every((batch) => batch.length === size)).toBe(true);
          const flat = taken.flat();
          for (let start = 0; start + count <= flat.length; start += count) {
            expect(new Set(flat.slice(start, start + count)).size).toBe(count);
          }
          expect(Math.max(...flat)).toBe(count - 1);
        },
      ),
    );
  });

  it('differ from pass to pass', () => {
    const stream = batches(50, 50, random(0, 'batches'));
    expect(stream.next().value).not.toEqual(stream.next().value);
  });
});
