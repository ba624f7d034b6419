import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Part, parts, type Sample } from '../../src/data/dataset.ts';
import { splitDataset, validationFifth } from '../../src/data/splits/split-dataset.ts';

const shares = { train: 0.6, val: 0.2, test: 0.2 };

function samplesOf(rows: readonly { label: string | null; group: string | null }[]): Sample[] {
  return rows.map((row, index) => ({ path: `${index}.jpg`, part: null, ...row }));
}

const label = fc.constantFrom('a', 'b', 'c', null);
const group = fc.option(fc.constantFrom('g', 'h', 'i', 'j', 'k'));
const grouped = fc.array(fc.record({ label, group }), { maxLength: 80 }).map(samplesOf);
const ungrouped = fc.array(fc.record({ label, group: fc.constant(null) }), { maxLength: 80 }).map(samplesOf);
const seed = fc.integer();

const inPart = (samples: readonly Sample[], part: Part) => samples.filter((sample) => sample.part === part);

test('a split is a partition that keeps samples and their order', () => {
  fc.assert(
    fc.property(grouped, seed, (samples, chosen) => {
      const split = splitDataset(samples, { seed: chosen, shares });
      expect(split.map(({ part, ...sample }) => ({ ...sample, part: null }))).toEqual(samples);
      expect(split.every(({ part }) => part !== null && parts.includes(part))).toBe(true);
    }),
  );
});

test('without groups, each class has its share of each part, within 1, and is in train', () => {
  fc.assert(
    fc.property(ungrouped, seed, (samples, chosen) => {
      const split = splitDataset(samples, { seed: chosen, shares });
      for (const name of new Set(samples.map((sample) => sample.label))) {
        const own = split.filter((sample) => sample.label === name);
        for (const part of parts) {
          expect(Math.abs(inPart(own, part).length - own.length * shares[part])).toBeLessThan(1);
        }
        expect(inPart(own, 'train').length).toBeGreaterThan(0);
        if (own.length > 1) expect(inPart(own, 'train').length).toBeLessThan(own.length);
      }
    }),
  );
});

test('a group never crosses', () => {
  fc.assert(
    fc.property(grouped, seed, (samples, chosen) => {
      for (const split of [splitDataset(samples, { seed: chosen, shares }), validationFifth(samples, chosen)]) {
        const partOfGroup = new Map(split.map((sample) => [sample.group, sample.part]));
        for (const sample of split) if (sample.group) expect(sample.part).toBe(partOfGroup.get(sample.group));
      }
    }),
  );
});

test('the order in which files are listed changes nothing', () => {
  const shuffled = grouped.chain((samples) =>
    fc.tuple(fc.constant(samples), fc.shuffledSubarray(samples, { minLength: samples.length })),
  );
  fc.assert(
    fc.property(shuffled, seed, ([samples, others], chosen) => {
      const byPath = (list: Sample[]) =>
        new Map(splitDataset(list, { seed: chosen, shares }).map(({ path, part }) => [path, part]));
      const expected = byPath(samples);
      for (const [path, part] of byPath(others)) expect(part).toBe(expected.get(path));
    }),
  );
});

test('another seed gives another split, the same seed the same', () => {
  const samples = samplesOf(Array.from({ length: 100 }, () => ({ label: 'a', group: null })));
  const split = (chosen: number) => splitDataset(samples, { seed: chosen, shares });
  expect(split(1)).toEqual(split(1));
  expect(split(1)).not.toEqual(split(2));
});

test('many small classes together have the shares', () => {
  const rows = Array.from({ length: 20_000 * 4 }, (_, index) => ({ label: `class ${index % 20_000}`, group: null }));
  const split = splitDataset(samplesOf(rows), { seed: 0, shares: { train: 0.7, val: 0.2, test: 0.1 } });
  expect(inPart(split, 'val').length / rows.length).toBeCloseTo(0.2, 2);
  expect(inPart(split, 'test').length / rows.length).toBeCloseTo(0.1, 2);
});

test('groups of one class come near the shares', () => {
  const rows = Array.from({ length: 200 }, (_, index) => ({ label: 'a', group: `g${Math.floor(index / 5)}` }));
  const split = splitDataset(samplesOf(rows), { seed: 0, shares });
  for (const part of parts) expect(Math.abs(inPart(split, part).length - 200 * shares[part])).toBeLessThanOrEqual(5);
});

test('two pictures: one to learn from, one to select on', () => {
  const pair = samplesOf([
    { label: 'a', group: null },
    { label: 'a', group: null },
  ]);
  for (let chosen = 0; chosen < 20; chosen++) {
    expect(
      validationFifth(pair, chosen)
        .map(({ part }) => part)
        .sort(),
    ).toEqual(['train', 'val']);
  }
});
