import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samplers } from '../../../src/data/samplers/catalogue.ts';
import { classesOf, steps } from './batches.ts';

const labelled = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 60 });

describe('episodes', () => {
  const asked = fc.record({ shots: fc.integer({ min: 1, max: 4 }), queries: fc.integer({ min: 1, max: 4 }) });

  it('is support, class by class, then queries in the same order, and nothing supports itself', () => {
    fc.assert(
      fc.property(labelled, asked, fc.integer(), (labels, { shots, queries }, seed) => {
        const classes = classesOf(labels);
        const usable = classes.filter(({ length }) => length > 1).length;
        for (let ways = 1; ways <= usable; ways++) {
          const draw = samplers.episodes({ labels, batch: ways * (shots + queries), seed, shots, queries });
          for (const taken of steps(draw, 3)) {
            const [support, asking] = [taken.slice(0, ways * shots), taken.slice(ways * shots)];
            const order = Array.from({ length: ways }, (_, way) => labels[support[way * shots]]);
            expect(new Set(order).size).toBe(ways);
            expect(support.map((each) => labels[each])).toEqual(order.flatMap((label) => Array(shots).fill(label)));
            expect(asking.map((each) => labels[each])).toEqual(order.flatMap((label) => Array(queries).fill(label)));
            expect(support.some((each) => asking.includes(each))).toBe(false);
            for (const label of order) {
              const own = taken.filter((each) => labels[each] === label);
              const there = labels.filter((each) => each === label).length;
              expect(new Set(own).size).toBe(Math.min(there, shots + queries));
            }
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('refuses what cannot be an episode', () => {
    const labels = [0, 0, 1, 1, 2];
    const draw = (batch: number) => () => samplers.episodes({ labels, batch, seed: 0, shots: 1, queries: 2 });
    expect(draw(6)).not.toThrow();
    expect(draw(7)).toThrow(expect.objectContaining({ code: 'misused' }));
    expect(draw(9)).toThrow(expect.objectContaining({ code: 'too-few' }));
  });
});
