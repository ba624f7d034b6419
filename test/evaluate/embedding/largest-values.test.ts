import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largestValues } from '../../../src/evaluate/embedding/largest-values.ts';

test('keeps what sorting all of them puts first, however they come', () => {
  const values = fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 200 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 40 }), fc.nat(200), (all, count, cut) => {
      const given = Float32Array.from(all);
      const at = Math.min(cut, given.length);
      const kept = largestValues(count);
      kept.offer(given, at, given.length);
      kept.offer(given, 0, at);
      expect(kept.descending()).toEqual(given.slice().sort().reverse().slice(0, count));
    }),
  );
});
