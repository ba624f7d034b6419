// @module-tag slow
import { beforeAll, describe, expect, test } from 'vitest';
import { chooseOpenSet } from '../../../src/calibrate/open-set/choose-open-set.ts';
import { acceptedShare, unitsOf } from '../../../src/calibrate/open-set/evidence.ts';
import { promisedThreshold } from '../../../src/calibrate/promises/promised-threshold.ts';
import type { Embedded } from '../../../src/data/embedding/embedded.ts';
import { observeStrangers } from '../../../src/evaluate/observe.ts';
import { type Fitted, fitApproaches } from '../../../src/fit/fit-approaches.ts';
import { galleryOfChoice } from '../../../src/fit/fit-gallery.ts';
import { subset } from '../../../src/fit/labelled.ts';
import { type OpenSetTask, openSetEvidence } from '../../../src/fit/open-set/open-set-evidence.ts';
import { pictureScorer } from '../../../src/fit/open-set/score-pictures.ts';
import { productFor } from '../../../src/linalg/product.ts';
import { nodeRuntime } from '../../../src/node/runtime.ts';
import { clouds, even } from '../../gallery/clouds.ts';

const tools = { runtime: nodeRuntime, product: productFor(nodeRuntime), seed: 0 };
const shape = { dimensions: 12, spread: 0.8 };

/** Classes of a name each, with as many pictures. */
const classes = (name: string, of: number, each: number) =>
  Object.fromEntries(Array.from({ length: of }, (_, c) => [`${name}${String(c).padStart(2, '0')}`, each]));

/** Pictures that are a scene each. */
const alone = (pictures: Embedded): Embedded => ({
  ...pictures,
  samples: pictures.samples.map((sample) => ({ ...sample, group: sample.path })),
});

const acceptedOf = async (fitted: Fitted, asked: Embedded) => {
  const { gallery, classifier } = await observeStrangers(fitted, asked, tools.product);
  const share = (all: readonly { readonly known: boolean }[] | null) =>
    (all ?? []).filter(({ known }) => known).length / asked.samples.length;
  return { gallery: share(gallery), classifier: share(classifier) };
};

describe('the balanced point of fit', () => {
  const names = ['a', 'b', 'c'];
  const fits: Fitted[] = [];
  beforeAll(async () => {
    for (const [seed, name] of names.entries()) {
      const train = alone(clouds(classes(`${name} own`, 40, 6), { ...shape, seed }));
      fits.push(await fitApproaches({ train, val: null, approach: 'both', fingerprint: 'f' }, tools));
    }
  });

  test('is what classes never seen and new pictures make of it, in the mean over three fits, where scenes are known', async () => {
    const off = { gallery: [0, 0, 0], classifier: [0, 0, 0] };
    for (const [i, fitted] of fits.entries()) {
      const own = await acceptedOf(fitted, clouds(classes(`${names[i]} own`, 40, 10), { ...shape, seed: 80 + i }));
      const strangers = await acceptedOf(fitted, clouds(classes(`${names[i]} new`, 90, 6), { ...shape, seed: 90 + i }));
      for (const approach of ['gallery', 'classifier'] as const) {
        const { balanced } = fitted.tradeOffs?.[approach] ?? expect.fail();
        const found = [own[approach] - balanced.own, strangers[approach] - balanced.strangers];
        off[approach] = [...found, 1 - own[approach] - strangers[approach]].map(
          (each, k) => off[approach][k] + each / 3,
        );
      }
    }
    for (const means of Object.values(off)) for (const mean of means) expect(Math.abs(mean)).toBeLessThan(0.07);
  });

  test('is as sure of the one answer as it is right, where every second picture is a stranger', async () => {
    const bins = Array.from({ length: 10 }, () => ({ sure: 0, right: 0 }));
    let all = 0;
    for (const [i, fitted] of fits.entries()) {
      const own = clouds(classes(`${names[i]} own`, 40, 12), { ...shape, seed: 60 + i });
      const strangers = clouds(classes(`${names[i]} new`, 80, 6), { ...shape, seed: 70 + i });
      for (const [asked, isStranger] of [
        [own, false],
        [strangers, true],
      ] as const) {
        const { answer } = await observeStrangers(fitted, asked, tools.product);
        for (const [k, { label, score }] of answer.entries()) {
          const bin = bins[Math.min(9, Math.floor(10 * score))];
          bin.sure += score;
          bin.right += Number(label === (isStranger ? null : asked.samples[k].label));
          all++;
        }
      }
    }
    const error = bins.reduce((sum, { sure, right }) => sum + Math.abs(sure - right), 0) / all;
    expect(error).toBeLessThan(0.06);
  });

  test('says where it comes from, and which units carry it', () => {
    const [fitted] = fits;
    expect(fitted.gallery?.threshold.source).toMatch(
      /^the balanced point: accepts \d+ of 100 .*40 classes that played/,
    );
    expect(fitted.tradeOffs?.answer.units.strangers).toBe(40);
    expect(fitted.openSet?.strangersFrom).toBe('classes');
  });
});

test('a classifier alone knows the unknown, too', async () => {
  const train = alone(clouds(classes('single own', 30, 6), shape));
  const fitted = await fitApproaches({ train, val: null, approach: 'classifier', fingerprint: 'f' }, tools);
  expect(fitted.answering).toMatchObject({ names: 'classifier', knows: 'classifier' });
  expect(fitted.gallery).toBeNull();
  const own = await acceptedOf(fitted, clouds(classes('single own', 30, 8), { ...shape, seed: 5 }));
  const strangers = await acceptedOf(fitted, clouds(classes('single new', 60, 6), { ...shape, seed: 6 }));
  expect(own.classifier).toBeGreaterThan(0.65);
  expect(strangers.classifier).toBeLessThan(0.4);
});

describe('evidence', () => {
  const learned = clouds(even(8, 6), shape);
  const none = subset(learned, []);
  const task: OpenSetTask = {
    learned,
    val: none,
    fingerprint: 'f',
    gallery: { projection: { name: 'whitened', power: 1, shrinkage: 0.1 }, matcher: { name: 'prototype' } },
    classifier: null,
  };

  test('scores a stranger by the other classes alone, and no own picture by itself', async () => {
    const { own, strangers } = (await openSetEvidence(task, tools)) ?? expect.fail();
    expect(strangers).toHaveLength(48);
    for (const { label, gallery } of strangers) expect(gallery?.best).not.toBe(label);
    for (const { gallery } of own) {
      expect(gallery?.similarity).toBeLessThan(0.9999);
      expect(gallery?.runnerUp).toBeLessThanOrEqual(gallery?.similarity ?? Number.NaN);
    }
    expect(own.filter(({ label, gallery }) => gallery?.best === label).length / own.length).toBeGreaterThan(0.5);
  });

  test('holds copies out together: a scene of copies is one unit', async () => {
    const twice = subset(learned, [...learned.samples.keys(), ...learned.samples.keys()]);
    const samples = twice.samples.map((sample, i) => ({ ...sample, path: `${i} ${sample.path}` }));
    const { own } = (await openSetEvidence({ ...task, learned: { ...twice, samples } }, tools)) ?? expect.fail();
    expect(new Set(own.map(({ unit }) => unit)).size).toBeLessThanOrEqual(48);
    for (const { gallery } of own) expect(gallery?.similarity).toBeLessThan(0.9999);
  });

  test.each([
    ['three classes of two', even(3, 2), true],
    ['five classes of three', even(5, 3), true],
    ['one picture a class', even(6, 1), false],
    ['two classes', even(2, 9), false],
    ['one class of several pictures, without which no space can be fitted', { a: 1, b: 1, c: 4, d: 1 }, false],
  ])('of little is finite, or none: %s', async (_, counts, isThere) => {
    const evidence = await openSetEvidence({ ...task, learned: clouds(counts, shape) }, tools);
    expect(evidence !== null).toBe(isThere);
    if (evidence === null) return;
    const { answer } = chooseOpenSet(evidence);
    expect([...answer.own, ...answer.strangers].flat().every(Number.isFinite)).toBe(true);
  });

  test('stops when it is told to', async () => {
    const stopped = openSetEvidence(task, { ...tools, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
  });
});

test('a promise on average is kept by strangers never seen, in the mean over draws', async () => {
  const draws = 20;
  const share = 0.2;
  let [accepted, own] = [0, 0];
  for (let draw = 0; draw < draws; draw++) {
    const name = `draw ${draw} `;
    const learned = clouds(classes(`${name}own`, 20, 4), { ...shape, seed: draw });
    const fingerprint = 'f';
    const gallery = {
      projection: { name: 'whitened', power: 1, shrinkage: 0.1 },
      matcher: { name: 'prototype' },
    } as const;
    const task = { learned, val: subset(learned, []), fingerprint, gallery, classifier: null };
    const evidence = (await openSetEvidence(task, tools)) ?? expect.fail();
    const scoreOf = ({ gallery: said }: (typeof evidence.own)[number]) => said?.similarity ?? null;
    const units = unitsOf(evidence.strangers, scoreOf).map((scores) => ({ scores }));
    const chosen = promisedThreshold({ promise: { kind: 'false-accept', share }, seed: draw }, units);
    if (chosen.refused) expect.fail();
    const deployed = await galleryOfChoice(gallery, learned, { ...tools, fingerprint });
    const score = await pictureScorer({ gallery: deployed, classifier: null }, tools.product);
    const strangers = clouds(classes(`${name}new`, 30, 2), { ...shape, seed: 1000 + draw });
    const mine = clouds(classes(`${name}own`, 20, 2), { ...shape, seed: 2000 + draw });
    accepted += acceptedShare(unitsOf(await score(strangers, { asStrangers: true }), scoreOf), chosen.threshold);
    own += acceptedShare(unitsOf(await score(mine, { asStrangers: false }), scoreOf), chosen.threshold);
  }
  expect(accepted / draws).toBeLessThan(share + 0.03);
  expect(own / draws).toBeGreaterThan(0.6); // Not by accepting nothing.
});
