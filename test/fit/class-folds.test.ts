import { describe, expect, it } from 'vitest';
import type { Embedded } from '../../src/data/embedding/embedded.ts';
import { membersByValue } from '../../src/data/members-by-value.ts';
import { fitApproaches } from '../../src/fit/fit-approaches.ts';
import { classFolds, laterPictures } from '../../src/fit/gallery/class-folds.ts';
import { laterScores } from '../../src/fit/gallery/later-scores.ts';
import { holdOut } from '../../src/fit/held-out/hold-out.ts';
import { fittedMatcher } from '../../src/gallery/matchers/catalogue.ts';
import { productFor, typedProduct } from '../../src/linalg/product.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { clouds, even } from '../gallery/clouds.ts';

const product = productFor(nodeRuntime);
const tools = { runtime: nodeRuntime, product, seed: 0, fingerprint: 'f', next: () => {} };
const labelsOf = ({ samples }: Embedded) => [...new Set(samples.map(({ label }) => label))].sort();
const countsOf = ({ samples }: Embedded) =>
  Object.fromEntries(
    [...membersByValue(samples.map(({ label }) => label))].map(([label, members]) => [label, members.length]),
  );

describe('folds of classes', () => {
  it('leave a third of the classes out of what a space is learned from, and enrol 1, 3 and 5 pictures of them', async () => {
    const held = await holdOut(clouds(even(12, 10)), 0, typedProduct);
    const folds = classFolds(held, 0);
    expect(folds.length).toBeGreaterThan(0);
    for (const { known, later, heldOut, isLater } of folds) {
      const left = heldOut.classes.filter((_, c) => isLater[c]);
      expect(left).toHaveLength(4);
      expect(labelsOf(known)).toEqual(heldOut.classes.filter((_, c) => !isLater[c]));
      expect(later).toHaveLength(laterPictures.length);
      later.forEach((pictures, step) => {
        expect(countsOf(pictures)).toEqual(Object.fromEntries(left.map((label) => [label, laterPictures[step]])));
      });
      expect(heldOut.labels).toHaveLength(held.val.samples.length);
      expect(new Set(heldOut.labels).size).toBe(12);
    }
    expect(classFolds(held, 0)).toEqual(folds);
    expect(classFolds(held, 1)).not.toEqual(folds);
  });

  it.each([1, 2, 3, 5])('leave none out of %i classes', async (classes) => {
    expect(classFolds(await holdOut(clouds(even(classes, 10)), 0, typedProduct), 0)).toEqual([]);
  });

  it('take what there is of classes with fewer pictures, and leave out no class that nothing can judge', async () => {
    const held = await holdOut(clouds({ ...even(12, 3), single: 1 }), 0, typedProduct);
    const [{ later, heldOut, isLater }] = classFolds(held, 0);
    expect(Math.max(...Object.values(countsOf(later[2])))).toBeLessThanOrEqual(3);
    expect(isLater[heldOut.classes.indexOf('single')]).toBe(false);
  });

  it('ask pictures of known and of later classes, also where few classes can be judged', async () => {
    const held = await holdOut(clouds({ ...even(20, 1), x: 9, y: 9, z: 9, w: 9 }), 0, typedProduct);
    const [{ heldOut, isLater }] = classFolds(held, 0);
    expect(new Set(Array.from(heldOut.labels, (label) => isLater[label]))).toEqual(new Set([true, false]));
  });

  it('learn from a bounded number of pictures, and ask a bounded number', () => {
    const train = clouds(even(6, 4000), { dimensions: 2 });
    const [fold] = classFolds({ train, val: clouds(even(6, 400), { dimensions: 2, seed: 1 }) }, 0);
    expect(fold.known.samples.length).toBeLessThanOrEqual(20_000);
    expect(fold.heldOut.labels).toHaveLength(1000);
  });
});

describe('scores of classes that come later', () => {
  const spec = { name: 'plain', power: 1, shrinkage: 0 } as const;

  it('show that a vote of five never names a class of one picture, and that offered matchers do', async () => {
    const held = await holdOut(clouds(even(12, 40), { spread: 0.6 }), 0, product);
    const matchers = [
      { name: 'vote', k: 5 },
      { name: 'prototype' },
      { name: 'neighbours', k: 1 },
      { name: 'balanced', k: 1 },
    ] as const;
    const [vote, ...offered] = (await laterScores(spec, classFolds(held, 0), matchers, tools)) ?? expect.fail();
    expect(vote.accuracy[0]).toBeLessThan(0.5);
    for (const { pictures, accuracy, knownAccuracy, strangers } of offered) {
      expect(pictures).toEqual(laterPictures);
      for (const share of [...accuracy, ...knownAccuracy]) expect(share).toBeGreaterThan(0.8);
      expect(strangers).toBeGreaterThan(0.8);
    }
  });

  it('are null where the space cannot be fitted without them', async () => {
    const held = await holdOut(clouds(even(18, 8)), 0, product);
    const discriminant = { name: 'discriminant', power: 1, shrinkage: 0.1 } as const;
    expect(await laterScores(discriminant, classFolds(held, 0), [{ name: 'prototype' }], tools)).toBeNull();
  });

  it('stand in what validation says, and progress counts to a total', async () => {
    const seen: [number, number | undefined][] = [];
    const task = {
      train: clouds(even(9, 12), { spread: 1 }),
      val: null,
      approach: 'gallery',
      fingerprint: 'f',
    } as const;
    const { validation } = await fitApproaches(task, {
      ...tools,
      progress: ({ stage, done, total }) => {
        if (stage === 'choosing the gallery') seen.push([done, total]);
      },
    });
    expect(validation.gallery?.later?.pictures).toEqual([1, 3, 5]);
    expect(validation.gallery?.later?.accuracy).toHaveLength(3);
    expect(new Set(seen.map(([, total]) => total)).size).toBe(1);
    for (const [i, [done, total]] of seen.entries()) {
      expect(done).toBeLessThan(total ?? 0);
      if (i > 0) expect(done).toBeGreaterThan(seen[i - 1][0]);
    }
  });

  it('leave two classes to be chosen for by those', async () => {
    const task = { train: clouds(even(2, 12)), val: null, approach: 'gallery', fingerprint: 'f' } as const;
    const { validation } = await fitApproaches(task, tools);
    expect(validation.gallery).toMatchObject({ accuracy: 1, later: null });
  });
});

describe('a fitted matcher', () => {
  it('knows the mean cosine between two pictures of a class, of classes that have two', () => {
    const vectors = { rows: 4, columns: 2, data: Float32Array.from([1, 0, 0.6, 0.8, 0, 1, 0, 1]) };
    const fittedTo = (labels: number[]) =>
      fittedMatcher({ name: 'balanced', k: 1 }, { vectors, labels: Int32Array.from(labels), classes: 4 });
    expect(fittedTo([0, 0, 1, 1]).cohesion).toBeCloseTo(0.8, 6);
    expect(fittedTo([0, 1, 2, 2]).cohesion).toBeCloseTo(1, 6);
    expect(fittedTo([0, 1, 2, 3])).toEqual({ name: 'balanced', k: 1 });
  });
});
