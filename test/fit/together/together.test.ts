import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainProjection } from '../../../src/backbones/projection.ts';
import { type Matrix, matrix, normaliseRows, row, takeRows } from '../../../src/base/matrix.ts';
import { random } from '../../../src/base/random.ts';
import { emptyGallery, enrolEmbedded } from '../../../src/fit/gallery/enrol-embedded.ts';
import { chooseWay } from '../../../src/fit/together/choose-pooling.ts';
import { drawGroups } from '../../../src/fit/together/draw-groups.ts';
import { fitTogether, thresholdTogether } from '../../../src/fit/together/fit-together.ts';
import type { GroupFold } from '../../../src/fit/together/group-fold.ts';
import { groupThreshold } from '../../../src/fit/together/group-threshold.ts';
import { typedProduct as product } from '../../../src/linalg/product.ts';
import { outliersAmong } from '../../../src/pooling/outliers.ts';

const dimensions = 16;

/** Pictures of classes: a direction each, with noise. */
function pictures(classes: readonly string[], count: number, spread: number, seed: number) {
  const samples = classes.flatMap((label) =>
    Array.from({ length: count }, (_, i) => ({ path: `${label}/${i}.jpg`, label, part: null, group: null })),
  );
  const embeddings = matrix(samples.length, dimensions);
  const { normal } = random(seed, 'noise');
  samples.forEach(({ label }, index) => {
    const centre = random(0, label).normal;
    const values = row(embeddings, index);
    for (let j = 0; j < dimensions; j++) values[j] = centre() + spread * normal();
  });
  const hashes = samples.map(({ path }) => `${seed} ${path}`);
  return { samples, embeddings: normaliseRows(embeddings), hashes, skipped: [] };
}

async function fold(spread = 1): Promise<GroupFold> {
  const [own, others] = [names('known', 12), names('stranger', 12)];
  const empty = { ...emptyGallery(plainProjection, 'f'), threshold: { value: 0, source: 'scores' } };
  const gallery = await enrolEmbedded(empty, pictures(own, 6, spread, 1), product);
  return { gallery, classifier: null, known: pictures(own, 9, spread, 2), strangers: pictures(others, 9, spread, 3) };
}

const names = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name} ${i}`);
const tools = { seed: 0, product };

describe('drawing groups', () => {
  const drawn = fc.record({ labels: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 }), seed: fc.nat(99) });

  test('gives groups of one class, with every picture once a round', () => {
    fc.assert(
      fc.property(drawn, fc.integer({ min: 1, max: 4 }), ({ labels, seed }, size) => {
        const samples = labels.map((label) => ({ label: `${label}`, group: null }));
        const groups = drawGroups(samples, { pictures: size }, random(seed, 'test'));
        const members = groups.flatMap((group) => group.members);
        expect(new Set(members).size).toBe(members.length);
        for (const group of groups) {
          expect(group.members).toHaveLength(size);
          expect(group.members.every((index) => samples[index].label === group.label)).toBe(true);
        }
        const counts = [0, 1, 2, 3].map((label) => labels.filter((each) => each === label).length);
        expect(groups.length).toBe(counts.reduce((sum, count) => sum + Math.floor(count / size), 0));
      }),
    );
  });

  test('takes pictures of different scenes where there are enough', () => {
    const samples = [...'aaabbbccc'].map((group) => ({ label: 'x', group }));
    for (const { members } of drawGroups(samples, { pictures: 3 }, random(0, 'test')))
      expect(new Set(members.map((index) => samples[index].group)).size).toBe(3);
  });

  test('keeps to the most groups of a class, and groups again in each round', () => {
    const samples = [...'xxxxxxx'].map((label) => ({ label, group: null }));
    expect(drawGroups(samples, { pictures: 3, rounds: 4 }, random(0, 'test'))).toHaveLength(8);
    expect(drawGroups(samples, { pictures: 3, rounds: 4, most: 5 }, random(0, 'test'))).toHaveLength(5);
  });
});

describe('the threshold for groups', () => {
  const scores = (from: number, step: number, count: number, name: string) =>
    Array.from({ length: count }, (_, i) => ({ score: from + step * i, unit: `${name} ${i}` }));
  const shifted = (by: number) => ({
    own: scores(0.4 + by, 0.01, 40, 'own'),
    strangers: scores(0.1 + by, 0.01, 40, 'stranger'),
  });

  test('moves as the scores move', () => {
    expect(groupThreshold(0.45, shifted(0), shifted(0.2))).toBeCloseTo(0.65, 1);
    expect(groupThreshold(0.45, shifted(0), shifted(0))).toBeCloseTo(0.45, 1);
  });

  test('refuses fewer and accepts fewer where groups are better separated', () => {
    const groups = { own: scores(0.5, 0.01, 40, 'own'), strangers: scores(0.1, 0.01, 40, 'stranger') };
    const single = { own: scores(0.3, 0.01, 40, 'own'), strangers: scores(0.1, 0.01, 40, 'stranger') };
    const at = groupThreshold(0.4, single, groups);
    const refused = (value: number, { own }: typeof single) => own.filter(({ score }) => score < value).length;
    const accepted = (value: number, { strangers }: typeof single) =>
      strangers.filter(({ score }) => score >= value).length;
    expect(refused(at, groups)).toBeLessThan(refused(0.4, single));
    expect(accepted(at, groups)).toBeLessThan(accepted(0.4, single));
  });

  test('refuses the same share of ones own where there are no strangers', () => {
    const own = scores(0, 0.01, 100, 'own');
    const groups = { own: scores(0.5, 0.001, 100, 'own'), strangers: [] };
    expect(groupThreshold(0.1, { own, strangers: [] }, groups)).toBeCloseTo(0.51, 2);
  });

  test('counts units alike, however many groups they have', () => {
    const single = shifted(0);
    const repeated = { ...single, own: [...single.own, ...Array.from({ length: 99 }, () => single.own[0])] };
    expect(groupThreshold(0.45, repeated, repeated)).toBeCloseTo(0.45, 1);
  });
});

describe('on folds', async () => {
  const folds = [await fold()];

  test('the threshold rises with the number of pictures', async () => {
    const threshold = { value: 0.6, source: 'test' };
    const { byPictures = [] } = await thresholdTogether(threshold, folds, {}, tools);
    expect(byPictures.map(({ pictures: count }) => count)).toEqual([2, 3, 5, 8]);
    const values = [0.6, ...byPictures.map(({ value }) => value)];
    expect(values.toSorted((a, b) => a - b)).toEqual(values);
    expect(values[4]).toBeGreaterThan(0.65);
  });

  test('the threshold stays as it is where no class has groups', async () => {
    const threshold = { value: 0.6, source: 'test' };
    const [{ known, ...rest }] = folds;
    const few = { samples: known.samples.slice(0, 9), embeddings: takeRows(known.embeddings, [...Array(9).keys()]) };
    expect(await thresholdTogether(threshold, [{ ...rest, known: few }], {}, tools)).toEqual(threshold);
    expect(await thresholdTogether(threshold, [], {}, tools)).toEqual(threshold);
  });

  test('the same folds and seed give the same choice; the mean where nothing is better', async () => {
    const together = await fitTogether(folds, tools);
    expect(together).toEqual(await fitTogether(folds, tools));
    expect(together.gallery).toBe('mean');
    expect(await fitTogether([], tools)).toEqual({
      gallery: 'mean',
      classifier: { pooled: 'embeddings', weighting: 'mean' },
      independence: 0,
      leastAgreement: [],
    });
  });

  test('a planted picture of another class is named, and hardly ever one of the same', async () => {
    const { leastAgreement } = await fitTogether([await fold(0.6)], tools);
    const own = pictures(names('known', 12), 4, 0.6, 7).embeddings;
    const others = pictures(names('new', 12), 1, 0.6, 8).embeddings;
    const group = (label: number, planted: boolean): Matrix => {
      const rows = takeRows(
        own,
        [0, 1, 2, 3].map((i) => 4 * label + i),
      );
      if (planted) row(rows, 3).set(row(others, label));
      return rows;
    };
    const labels = [...Array(12).keys()];
    const caught = labels.filter((label) => outliersAmong(group(label, true), leastAgreement)[0]?.index === 3);
    expect(caught.length).toBeGreaterThanOrEqual(10);
    const wrong = labels.filter((label) => outliersAmong(group(label, false), leastAgreement).length > 0);
    expect(wrong.length).toBeLessThanOrEqual(2);
  });
});

test('a later way is chosen only where it leads by more than chance', () => {
  const groups = (right: number, of: number) => ({
    known: Array.from({ length: of }, (_, i) => ({ truth: 'a', label: i < right ? 'a' : 'b', score: 1 })),
    strangers: [{ truth: 's', label: 'a', score: 0 }],
  });
  const choose = (first: number, second: number) =>
    chooseWay([
      { way: 'plain', scored: [groups(first, 100)] },
      { way: 'elaborate', scored: [groups(second, 100)] },
    ]);
  expect(choose(80, 81)).toBe('plain');
  expect(choose(80, 95)).toBe('elaborate');
  expect(choose(80, 60)).toBe('plain');
});
