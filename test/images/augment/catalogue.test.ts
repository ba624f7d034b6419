// @module-tag slow
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../../../src/base/random.ts';
import { augmenter, viewRandom } from '../../../src/images/augment/augmenter.ts';
import { augmentations } from '../../../src/images/augment/catalogue.ts';
import { type Preset, presets } from '../../../src/images/augment/presets.ts';
import type { Pixels } from '../../../src/images/pixels.ts';
import { prepare } from '../../../src/images/prepare.ts';
import { picture, plain } from '../preprocessings.ts';

const card = { ...plain, sizePx: 12, resizePx: 14 };
const anyPicture = fc
  .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((data): Pixels => ({ width, height, data })),
  );
const runs = { numRuns: 40 };
const anySeed = fc.integer({ min: 0, max: 1000 });

/** Every augmentation alone, and every preset. */
const subjects: [string, Preset][] = [
  ...Object.entries(augmentations).map(([name, make]): [string, Preset] => [
    name,
    { about: name, augmentations: [make()] },
  ]),
  ...Object.entries(presets).map(([name, preset]): [string, Preset] => [`preset ${name}`, preset]),
];

describe.each(subjects)('%s', (_name, preset) => {
  const augment = augmenter(preset, card);

  test('at strength zero is what prepare gives, to the bit', () => {
    const still = augmenter(preset, card, { strength: 0 });
    fc.assert(
      fc.property(anyPicture, anySeed, (pixels, seed) => {
        expect(still(pixels, random(seed, 'view'))).toEqual(prepare(pixels, card));
      }),
      runs,
    );
  });

  test('gives the same numbers for the same seed, whatever came before', () => {
    fc.assert(
      fc.property(anyPicture, anyPicture, anySeed, (pixels, other, seed) => {
        const first = augment(pixels, random(seed, 'view'));
        augment(other, random(seed + 1, 'view'));
        expect(augment(pixels, random(seed, 'view'))).toEqual(first);
        expect(augmenter(preset, card)(pixels, random(seed, 'view'))).toEqual(first);
      }),
      runs,
    );
  });

  test('fills the tensor with whole values in 0..255, and leaves the picture and the rest of the batch alone', () => {
    fc.assert(
      fc.property(anyPicture, anySeed, (pixels, seed) => {
        const before = pixels.data.slice();
        const length = 3 * card.sizePx ** 2;
        const batch = new Float32Array(2 * length).fill(-1);
        augment(pixels, random(seed, 'view'), batch.subarray(length));
        expect(pixels.data).toEqual(before);
        expect(batch.subarray(0, length).every((value) => value === -1)).toBe(true);
        expect(batch.subarray(length).every((value) => Number.isInteger(value) && value >= 0 && value <= 255)).toBe(
          true,
        );
      }),
      runs,
    );
  });

  test.each([
    [1, 1],
    [1, 3000],
    [3000, 1],
    [2000, 7],
  ])('takes a picture of %i x %i', (width, height) => {
    const pixels = picture(width, height, (x, y, c) => 7 * x + 13 * y + 50 * c);
    for (let view = 0; view < 20; view++) {
      const drawn = augment(pixels, viewRandom(0, 0, view));
      expect(drawn.every((value) => value >= 0 && value <= 255)).toBe(true);
    }
  });

  test('in layout nhwc and order bgr gives the same values in their places', () => {
    const pixels = picture(30, 20, (x, y, c) => 8 * x + 5 * y + 70 * c);
    const other = augmenter(preset, { ...card, layout: 'nhwc', channels: 'bgr' });
    for (let view = 0; view < 10; view++) {
      const planes = augment(pixels, viewRandom(0, 0, view));
      const mixed = other(pixels, viewRandom(0, 0, view));
      const area = card.sizePx ** 2;
      expect(planes.every((value, i) => value === mixed[3 * (i % area) + 2 - Math.floor(i / area)])).toBe(true);
    }
  });
});

const changing = subjects.filter(([name]) => name !== 'preset none');
test.each(changing)('%s changes something at full strength, not always alike', (_name, preset) => {
  const pixels = picture(40, 30, (x, y, c) => 6 * x + 2 * y * (c + 1));
  const augment = augmenter(preset, card);
  const views = Array.from({ length: 40 }, (_, view) => augment(pixels, viewRandom(0, 0, view)).join());
  expect(new Set(views).size).toBeGreaterThan(1);
});

describe('a view', () => {
  test('depends on seed, sample and number alone', () => {
    const draws = [0, 1].flatMap((seed) =>
      [0, 1].flatMap((sample) => [0, 1].map((view) => viewRandom(seed, sample, view).uniform())),
    );
    expect(new Set(draws).size).toBe(8);
    expect(viewRandom(1, 2, 3).uniform()).toBe(viewRandom(1, 2, 3).uniform());
  });

  test('without a stream is the picture as prepare gives it', () => {
    const pixels = picture(40, 30, (x, y, c) => 6 * x + 2 * y * (c + 1));
    expect(augmenter(presets.photos, card)(pixels, null)).toEqual(prepare(pixels, card));
  });
});

test('documents are never mirrored or turned over', () => {
  const pixels = picture(60, 60, (x, y, c) => (c === 0 ? 4 * x : 4 * y));
  const augment = augmenter(presets.documents, { ...card, layout: 'nhwc' });
  for (let view = 0; view < 100; view++) {
    const drawn = augment(pixels, viewRandom(0, 0, view));
    const at = (x: number, y: number, c: number) => drawn[(y * card.sizePx + x) * 3 + c];
    expect(at(10, 6, 0)).toBeGreaterThan(at(1, 6, 0));
    expect(at(6, 10, 1)).toBeGreaterThan(at(6, 1, 1));
  }
});
