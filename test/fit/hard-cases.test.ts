// @module-tag slow
import { describe, expect, it } from 'vitest';
import type { Progress } from '../../src/base/progress.ts';
import type { Embedded } from '../../src/data/embedding/embedded.ts';
import { measureClassifier, measureGallery } from '../../src/evaluate/measure-approach.ts';
import { observe } from '../../src/evaluate/observe.ts';
import { type FitTask, type FitTools, fitApproaches } from '../../src/fit/fit-approaches.ts';
import { maxHeldOut } from '../../src/fit/held-out/selection-pictures.ts';
import { productFor } from '../../src/linalg/product.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { clouds, even } from '../gallery/clouds.ts';

const product = productFor(nodeRuntime);

function learnFrom(train: Embedded, task: Partial<FitTask> = {}, tools: Partial<FitTools> = {}) {
  const whole: FitTask = { train, val: null, approach: 'both', fingerprint: 'f', ...task };
  return fitApproaches(whole, { runtime: nodeRuntime, product, seed: 0, ...tools });
}

const withGroups = (embedded: Embedded, groupOf: (index: number) => string): Embedded => ({
  ...embedded,
  samples: embedded.samples.map((sample, i) => ({ ...sample, group: groupOf(i) })),
});

/** The remark on two classes. */
const tooFewToPlay = expect.stringContaining('too few classes or scenes to let classes play strangers');

describe('fitting hard cases', () => {
  it('is better than chance, and no wonder, where classes run into each other', async () => {
    const fitted = await learnFrom(clouds(even(10, 30), { spread: 3 }));
    const asked = clouds(even(10, 20), { spread: 3, seed: 7 });
    const { classifier, gallery } = await observe(fitted, asked, product);
    for (const accuracy of [
      measureClassifier(classifier ?? [], { seed: 0 }).accuracy,
      measureGallery(gallery ?? [], { seed: 0 }).accuracy,
    ]) {
      expect(accuracy).toBeGreaterThan(0.3);
      expect(accuracy).toBeLessThan(0.95);
    }
    const accepted = gallery?.filter(({ prediction }) => prediction.known).length ?? 0;
    const { own, strangers } = fitted.tradeOffs?.gallery?.balanced ?? expect.fail();
    expect(Math.abs(accepted / 200 - own)).toBeLessThan(0.1); // What class folds estimated.
    expect(Math.abs(1 - own - strangers)).toBeLessThan(0.05);
  });

  it('learns where all pictures of a class are the same', async () => {
    const fitted = await learnFrom(clouds(even(20, 4), { spread: 0 }));
    const { gallery, classifier } = await observe(fitted, clouds(even(20, 1), { spread: 0.1, seed: 1 }), product);
    for (const outcomes of [gallery, classifier]) {
      expect(outcomes?.every(({ truth, prediction }) => prediction.candidates[0].label === truth)).toBe(true);
    }
  });

  it('learns many classes of two pictures', async () => {
    const counts = Object.fromEntries(Array.from({ length: 1000 }, (_, c) => [`c${String(c).padStart(3, '0')}`, 2]));
    const fitted = await learnFrom(clouds(counts, { dimensions: 32, spread: 0.3 }));
    expect(fitted.classifier?.classes).toEqual(Object.keys(counts));
    const asked = clouds(Object.fromEntries(Object.keys(counts).map((label) => [label, 1])), {
      dimensions: 32,
      spread: 0.3,
      seed: 3,
    });
    const { gallery, classifier } = await observe(fitted, asked, product);
    expect(measureGallery(gallery ?? [], { seed: 0 }).accuracy).toBeGreaterThan(0.9);
    expect(measureClassifier(classifier ?? [], { seed: 0 }).accuracy).toBeGreaterThan(0.9);
  });

  it('learns from groups that are given, one of them a whole class', async () => {
    const train = withGroups(clouds({ a: 12, b: 12, c: 6 }), (i) => (i < 24 ? `g${i % 4}` : 'alone'));
    const { classifier, gallery } = await learnFrom(train);
    expect(classifier?.classes).toEqual(['a', 'b', 'c']);
    expect(gallery?.entries).toHaveLength(30);
  });

  it('selects on a fifth of train where val has only classes that train lacks, and says so', async () => {
    const val = clouds({ x: 3, y: 3 }, { seed: 1 });
    const train = clouds({ a: 8, b: 8 });
    const { remarks, unseenLabels, ...fitted } = await learnFrom(train, { val });
    expect(remarks).toEqual([
      'left out 6 pictures of val, of classes that train lacks: x, y',
      'val has no class of train: validated on a fifth of train instead',
      tooFewToPlay,
    ]);
    expect(unseenLabels).toEqual(['x', 'y']);
    const alone = await learnFrom(train);
    expect([fitted.validation, fitted.split, fitted.hashes]).toEqual([alone.validation, alone.split, alone.hashes]);
  });

  it('does not let pictures of val choose that train has byte for byte', async () => {
    const [train, other] = [clouds({ a: 8, b: 8 }), clouds({ a: 4, b: 4 }, { seed: 1 })];
    const val = { ...other, hashes: other.hashes.map((hash, index) => (index < 3 ? train.hashes[index] : hash)) };
    const { seen, split, remarks } = await learnFrom(train, { val, approach: 'gallery' });
    expect([seen, split]).toEqual([3, { train: 16, val: 5, test: 0 }]);
    expect(remarks).toEqual(['left out 3 pictures of val that are also in train', tooFewToPlay]);
  });

  it('judges by a bounded draw of a large val part, says so, and counts only that as seen', async () => {
    const val = clouds({ a: maxHeldOut, b: 400 }, { seed: 1, dimensions: 8 });
    const fitted = await learnFrom(clouds({ a: 8, b: 8 }, { dimensions: 8 }), { val, approach: 'gallery' });
    expect(fitted.remarks).toEqual(['validated on 2,000 of 2,400 pictures, drawn by the seed', tooFewToPlay]);
    expect(fitted.hashes).toHaveLength(16 + maxHeldOut);
    expect(fitted.split).toEqual({ train: 16, val: maxHeldOut + 400, test: 0 });
  });

  it('asks pictures of all classes how near they come to others, where there is one of each', async () => {
    const one = clouds(Object.fromEntries(Array.from({ length: 1500 }, (_, c) => [`c${c}`, 1])));
    const { gallery } = await learnFrom(one, { approach: 'gallery' });
    expect(gallery?.threshold.source).toContain('of 1000 similarities between classes');
    expect(gallery?.threshold.value).toBeLessThan(1);
  });

  it('refuses a data set without a labelled picture', async () => {
    const cloud = clouds({ a: 3 });
    const samples = cloud.samples.map((sample) => ({ ...sample, label: null }));
    await expect(learnFrom({ ...cloud, samples })).rejects.toMatchObject({ code: 'empty' });
  });

  it.each(['choosing the gallery', 'choosing the classifier'])('stops in the middle of %s', async (stage) => {
    const stop = new AbortController();
    const progress: Progress = (event) => {
      if (event.stage === stage && event.done === 1) stop.abort();
    };
    const stopped = learnFrom(clouds(even(6, 8)), {}, { progress, signal: stop.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
  });
});
