import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { dot, row } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import type { Embedded } from '../../src/data/embedding/embedded.ts';
import { aFifthOfAll, holdOut, holdOutToMeasure, unseenPart } from '../../src/fit/held-out/hold-out.ts';
import { maxCompared } from '../../src/fit/held-out/scenes.ts';
import { subset } from '../../src/fit/labelled.ts';
import { productFor, typedProduct } from '../../src/linalg/product.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { clouds, even } from '../gallery/clouds.ts';

const product = productFor(nodeRuntime);
const paths = ({ samples }: Embedded) => samples.map(({ path }) => path).sort();
const labelsOf = ({ samples }: Embedded) => [...new Set(samples.map(({ label }) => label))].sort();
const shuffled = (embedded: Embedded, seed: number) =>
  subset(embedded, random(seed, 'order').shuffle(embedded.samples.map((_, index) => index)));

const grouped = (embedded: Embedded, groupOf: (index: number) => string | null): Embedded => ({
  ...embedded,
  samples: embedded.samples.map((sample, index) => ({ ...sample, group: groupOf(index) })),
});

/** Bursts: every picture of `base` taken `times` times, with next to no change. */
function bursts(base: Embedded, times: number): Embedded {
  const taken = subset(
    base,
    base.samples.flatMap((_, i) => Array.from({ length: times }, () => i)),
  );
  return {
    ...taken,
    samples: taken.samples.map((sample, i) => ({ ...sample, path: `${sample.path}#${i % times}` })),
  };
}

const sceneOf = ({ path }: { path: string }) => path.split('#')[0];

describe('holding out', () => {
  const drawn = fc.record({
    seed: fc.integer({ min: 0, max: 1000 }),
    spread: fc.constantFrom(0.1, 0.5, 1.5),
    counts: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.integer({ min: 1, max: 12 }), {
      minKeys: 1,
    }),
  });

  test('parts the pictures, whatever they are, and leaves some of every class to learn', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ({ seed, spread, counts }) => {
        const cloud = clouds(counts, { spread, seed, dimensions: 8 });
        const { train, val } = await holdOut(cloud, seed, typedProduct);
        expect([...paths(train), ...paths(val)].sort()).toEqual(paths(cloud));
        expect(labelsOf(train)).toEqual(labelsOf(cloud));
      }),
      { numRuns: 60 },
    );
  });

  test('tears no group that is given, and leaves some of every class to learn', async () => {
    const groups = fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 72, maxLength: 72 });
    await fc.assert(
      fc.asyncProperty(drawn, groups, async ({ seed, counts }, groupOf) => {
        const cloud = grouped(clouds(counts, { seed, dimensions: 8 }), (i) => (groupOf[i] ? `g${groupOf[i]}` : null));
        const { train, val } = await holdOut(cloud, seed, typedProduct);
        const torn = new Set(val.samples.flatMap(({ group }) => group ?? []));
        expect(train.samples.filter(({ group }) => group !== null && torn.has(group))).toEqual([]);
        expect(labelsOf(train)).toEqual(labelsOf(cloud));
      }),
      { numRuns: 100 },
    );
  });

  it('tears no burst, found by its looks', async () => {
    const burst = bursts(clouds(even(6, 12), { spread: 1.5 }), 4);
    const { train, val } = await holdOut(burst, 0, typedProduct);
    const scenes = new Set(val.samples.map(sceneOf));
    expect(val.samples.length).toBeGreaterThanOrEqual(0.1 * burst.samples.length);
    expect(train.samples.filter((sample) => scenes.has(sceneOf(sample)))).toEqual([]);
  });

  it.each([0.05, 0.3, 1, 3])('holds out a tenth or more of clouds of spread %d', async (spread) => {
    const cloud = clouds(even(8, 15), { spread });
    const { val } = await holdOut(cloud, 0, typedProduct);
    expect(val.samples.length).toBeGreaterThanOrEqual(12);
    expect(val.samples.length).toBeLessThanOrEqual(30);
  });

  it('holds nothing out where every class has one picture', async () => {
    const cloud = clouds(even(30, 1));
    const { train, val } = await holdOut(cloud, 0, typedProduct);
    expect(val.samples).toEqual([]);
    expect(val.embeddings).toMatchObject({ rows: 0, columns: 24 });
    expect(paths(train)).toEqual(paths(cloud));
  });

  it('holds out of a single class', async () => {
    const { val } = await holdOut(clouds({ only: 40 }), 0, typedProduct);
    expect(val.samples).toHaveLength(8);
  });

  it.each([
    ['few', even(6, 20)],
    ['so many that only some are looked at', even(6, 200)],
  ])('gives the same parts in whatever order the pictures come: %s', async (_, counts) => {
    const cloud = bursts(clouds(counts, { spread: 2, dimensions: 8 }), 3);
    const parts = await Promise.all([0, 1].map((seed) => holdOut(shuffled(cloud, seed), 0, product)));
    expect(paths(parts[0].val)).toEqual(paths(parts[1].val));
    const other = await holdOut(cloud, 1, product);
    expect(paths(other.val)).not.toEqual(paths(parts[0].val));
  });

  it('finds the bursts of a class that is too large to compare each with each', async () => {
    const burst = bursts(clouds({ a: maxCompared, b: 100 }, { spread: 2, dimensions: 16 }), 2);
    const { train, val } = await holdOut(shuffled(burst, 0), 0, product);
    const scenes = new Set(val.samples.map(sceneOf));
    expect(val.samples.length).toBeGreaterThan(0.1 * burst.samples.length);
    expect(train.samples.filter((sample) => scenes.has(sceneOf(sample)))).toEqual([]);
  });

  it('keeps with every picture what belongs to it', async () => {
    const cloud = clouds(even(4, 10));
    const placeOf = new Map(cloud.samples.map(({ path }, index) => [path, index]));
    for (const part of Object.values(await holdOut(cloud, 0, product))) {
      part.samples.forEach(({ path }, i) => {
        const place = placeOf.get(path) ?? -1;
        expect(part.hashes[i]).toBe(cloud.hashes[place]);
        expect(dot(row(part.embeddings, i), row(cloud.embeddings, place))).toBeCloseTo(1, 5);
      });
    }
  });
});

describe('pictures that the network has spared', () => {
  const cloud = clouds(even(3, 20));
  const learnedAllBut = (indices: readonly number[]) => {
    const left = new Set(indices.map((index) => cloud.hashes[index]));
    return (hash: string) => !left.has(hash);
  };

  it('are what is selected on', () => {
    const held = unseenPart(cloud, learnedAllBut([0, 5, 21, 22, 41, 59]));
    expect(held?.val.samples).toHaveLength(6);
    expect(held?.train.samples).toHaveLength(54);
  });

  it('are too few, or of classes that it knows nothing of, or it has learned from nothing', () => {
    expect(unseenPart(cloud, learnedAllBut([0, 1]))).toBeNull();
    expect(unseenPart(cloud, learnedAllBut(Array.from({ length: 20 }, (_, i) => i)))).toBeNull();
    expect(unseenPart(cloud, () => false)).toBeNull();
  });
});

describe('holding out to measure', () => {
  const burst = bursts(clouds(even(6, 20), { spread: 1.5 }), 4);

  it('takes the very pictures that holding out would select on, and says what it kept together', async () => {
    const { learned, measured, whole } = await holdOutToMeasure(burst, 0, product);
    expect(paths(measured)).toEqual(paths((await holdOut(burst, 0, product)).val));
    expect([...paths(learned), ...paths(measured)].sort()).toEqual(paths(burst));
    expect(whole).toBe('scenes');
    const groups = new Set(measured.samples.map(({ group }) => group));
    expect(learned.samples.filter(({ group }) => groups.has(group))).toEqual([]);
  });

  it('leaves enough to hold out another part, of other scenes', async () => {
    const { learned, measured } = await holdOutToMeasure(burst, 0, product);
    const { train, val } = await holdOut(learned, 0, product, aFifthOfAll);
    expect(val.samples.length).toBeGreaterThan(0.1 * burst.samples.length);
    const scenes = new Set([...measured.samples, ...val.samples].map(sceneOf));
    expect(train.samples.filter((sample) => scenes.has(sceneOf(sample)))).toEqual([]);
  });

  it('respects groups, and leaves out what has no label', async () => {
    const cloud = grouped(clouds(even(4, 20)), (i) => `g${i % 10}`);
    const some = { ...cloud, samples: cloud.samples.map((sample, i) => (i % 8 ? sample : { ...sample, label: null })) };
    const { learned, measured, whole } = await holdOutToMeasure(some, 0, product);
    expect(whole).toBe('groups');
    expect(learned.samples.length + measured.samples.length).toBe(70);
    const groups = new Set(measured.samples.map(({ group }) => group));
    expect(learned.samples.filter(({ group }) => groups.has(group))).toEqual([]);
  });

  it('has nothing to measure on where every class has one picture', async () => {
    expect((await holdOutToMeasure(clouds(even(9, 1)), 0, product)).measured.samples).toEqual([]);
  });
});
