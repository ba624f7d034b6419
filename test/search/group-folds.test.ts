import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { groupFolds } from '../../src/search/group-folds.ts';

describe('group folds', () => {
  it('hold each sample of a class of two or more once, and each class in one fold', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 80 }), fc.integer(), (labels, seed) => {
        const folds = groupFolds(labels, random(seed, 'folds'));
        const counts = new Map(labels.map((label) => [label, labels.filter((other) => other === label).length]));
        const shared = [...labels.keys()].filter((i) => (counts.get(labels[i]) ?? 0) > 1);
        const classesIn = folds.map((fold) => new Set(fold.map((i) => labels[i])));
        if (folds.length === 0) {
          expect(new Set(shared.map((i) => labels[i])).size).toBeLessThan(8);
          return;
        }
        expect(folds.flat().sort((a, b) => a - b)).toEqual(shared);
        expect(classesIn.reduce((sum, { size }) => sum + size, 0)).toBe(new Set(classesIn.flatMap((c) => [...c])).size);
        expect(Math.min(...classesIn.map(({ size }) => size))).toBeGreaterThanOrEqual(2);
      }),
    );
  });
});
