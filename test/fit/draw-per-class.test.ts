import fc from 'fast-check';
import { expect, test } from 'vitest';
import { random } from '../../src/base/random.ts';
import type { Sample } from '../../src/data/dataset.ts';
import { drawPerClass } from '../../src/fit/held-out/draw-per-class.ts';

const sample = fc.record({
  label: fc.constantFrom('a', 'b', 'c'),
  group: fc.option(fc.constantFrom('g0', 'g1', 'g2', 'g3'), { nil: null }),
});
const samplesOf = (rows: readonly { label: string; group: string | null }[]): Sample[] =>
  rows.map((row, i) => ({ path: `${i}.png`, part: null, ...row }));

test('takes so many of each class or all of them, more of them with every larger draw', () => {
  fc.assert(
    fc.property(fc.array(sample, { minLength: 1, maxLength: 40 }), fc.nat(99), (rows, seed) => {
      const samples = samplesOf(rows);
      const draw = drawPerClass(samples, seed);
      let before: number[] = [];
      for (const most of [1, 2, 5, 100]) {
        const places = draw(most);
        for (const label of ['a', 'b', 'c']) {
          const all = samples.filter((one) => one.label === label).length;
          expect(places.filter((place) => samples[place].label === label)).toHaveLength(Math.min(most, all));
        }
        expect(places).toEqual(expect.arrayContaining(before));
        before = places;
      }
    }),
  );
});

test('begins no group of a class before the last one is drawn whole', () => {
  fc.assert(
    fc.property(
      fc.array(sample, { minLength: 1, maxLength: 40 }),
      fc.nat(9),
      fc.integer({ min: 1, max: 9 }),
      (rows, seed, most) => {
        const samples = samplesOf(rows.map(({ label, group }) => ({ label, group: group ?? 'other' })));
        const drawn = new Set(drawPerClass(samples, seed)(most));
        for (const label of ['a', 'b', 'c']) {
          const groups = new Set(samples.filter((one) => one.label === label).map(({ group }) => group));
          const torn = [...groups].filter((group) => {
            const members = samples.flatMap((one, i) => (one.label === label && one.group === group ? [i] : []));
            const taken = members.filter((i) => drawn.has(i)).length;
            return taken > 0 && taken < members.length;
          });
          expect(torn.length).toBeLessThan(2);
        }
      },
    ),
  );
});

test('depends on the seed, not on the order', () => {
  const samples = samplesOf(Array.from({ length: 40 }, (_, i) => ({ label: 'a', group: `g${i >> 2}` })));
  const shuffled = random(1, 'order').shuffle(samples);
  const paths = (list: readonly Sample[], seed: number) =>
    drawPerClass(
      list,
      seed,
    )(6)
      .map((place) => list[place].path)
      .sort();
  expect(paths(shuffled, 3)).toEqual(paths(samples, 3));
  expect(paths(samples, 4)).not.toEqual(paths(samples, 3));
});
