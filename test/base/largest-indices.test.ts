import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestCandidates } from '../../src/base/candidates.ts';
import { kthLargest, largestIndices } from '../../src/base/largest-indices.ts';

/** Few different values, so that ties are common. */
const values = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 12 }).map((some) => Float32Array.from(some));
const count = fc.integer({ min: 0, max: 15 });

describe('the largest values', () => {
  it('are those of a stable sort', () => {
    fc.assert(
      fc.property(values, count, (some, count) => {
        const sorted = Array.from(some, (_, i) => i).sort((a, b) => some[b] - some[a]);
        expect(largestIndices(some, count)).toEqual(sorted.slice(0, count));
      }),
    );
  });

  it('have a limit that they and what ties with them reach', () => {
    fc.assert(
      fc.property(values, count, (some, count) => {
        const limit = kthLargest(some, count);
        const reaching = some.filter((value) => value >= limit).length;
        const above = some.filter((value) => value > limit).length;
        expect(reaching).toBeGreaterThanOrEqual(Math.min(count, some.length));
        expect(above).toBeLessThan(Math.max(count, 1));
      }),
    );
  });

  it('name the best classes, at least one', () => {
    const scores = Float32Array.of(0.1, 0.5, 0.5, 0.25);
    const classes = ['a', 'b', 'c', 'd'];
    expect(bestCandidates(scores, classes, 3).map(({ label }) => label)).toEqual(['b', 'c', 'd']);
    expect(bestCandidates(scores, classes, 0)).toEqual([{ label: 'b', score: 0.5 }]);
    expect(bestCandidates(scores, classes, 9)).toHaveLength(4);
  });
});
