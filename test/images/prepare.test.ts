import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { framing, shortSideFor } from '../../src/images/framing.ts';
import { prepare, preparer } from '../../src/images/prepare.ts';
import type { Preprocessing } from '../../src/images/preprocessing.ts';
import { naiveResize } from './naive-resize.ts';
import { farthest, picture, plain } from './preprocessings.ts';

const interpolations = ['nearest', 'bilinear', 'bicubic', 'lanczos'] as const;
const anyInterpolation = fc.constantFrom(...interpolations);
const anyPreprocessing = fc
  .record({
    interpolation: anyInterpolation,
    fit: fc.constantFrom('crop' as const, 'squash' as const),
    sizePx: fc.integer({ min: 1, max: 24 }),
    resizePx: fc.integer({ min: 1, max: 32 }),
  })
  .map((chosen): Preprocessing => ({ ...plain, layout: 'nhwc', ...chosen }));
const anyPicture = fc
  .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((data) => ({ width, height, data })),
  );

describe('prepare', () => {
  test('is the definition of an antialiased resize, then the crop', () => {
    fc.assert(
      fc.property(anyPicture, anyPreprocessing, (pixels, preprocessing) => {
        const { across, down } = framing(pixels, preprocessing);
        const resized = naiveResize(pixels, across.outSize, down.outSize, preprocessing.interpolation);
        const cropped = Array.from({ length: preprocessing.sizePx ** 2 * 3 }, (_, i) => {
          const x = across.from + (Math.floor(i / 3) % preprocessing.sizePx);
          const y = down.from + Math.floor(i / 3 / preprocessing.sizePx);
          return resized[(y * across.outSize + x) * 3 + (i % 3)];
        });
        // A tie that the fixed-point weights round the other way changes a value by one in each pass.
        return farthest(prepare(pixels, preprocessing), cropped) <= 2;
      }),
      { numRuns: 300 },
    );
  });

  test.each(interpolations)('gives a constant picture its constant back (%s)', (interpolation) => {
    const sides = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(sides, sides, fc.integer({ min: 0, max: 255 }), (width, height, value) => {
        const out = prepare(
          picture(width, height, () => value),
          { ...plain, interpolation },
        );
        return out.every((each) => each === value);
      }),
      { numRuns: 40 },
    );
  });

  test('keeps a picture that already has the size', () => {
    const pixels = picture(8, 8, (x, y, c) => 29 * x + 3 * y + c);
    for (const interpolation of interpolations) {
      const out = prepare(pixels, { ...plain, fit: 'squash', interpolation, layout: 'nhwc' });
      expect([...out]).toEqual([...pixels.data]);
    }
  });

  test('arranges layout and channels, and normalises each colour with its own numbers', () => {
    const pixels = picture(4, 4, (_x, _y, c) => [10, 20, 30][c]);
    const card: Preprocessing = { ...plain, sizePx: 2, mean: [0, 10, 20], std: [1, 2, 4] };
    expect([...prepare(pixels, card)]).toEqual([10, 10, 10, 10, 5, 5, 5, 5, 2.5, 2.5, 2.5, 2.5]);
    expect([...prepare(pixels, { ...card, channels: 'bgr' })]).toEqual([
      2.5, 2.5, 2.5, 2.5, 5, 5, 5, 5, 10, 10, 10, 10,
    ]);
    expect([...prepare(pixels, { ...card, layout: 'nhwc' })].slice(0, 6)).toEqual([10, 5, 2.5, 10, 5, 2.5]);
    expect([...prepare(pixels, { ...card, layout: 'nhwc', channels: 'bgr' })].slice(0, 3)).toEqual([2.5, 5, 10]);
  });

  test('keeps each pixel at its place: a gradient still rises the same way', () => {
    const out = prepare(
      picture(100, 50, (x, _y, c) => (c === 0 ? 2 * x : 0)),
      { ...plain, layout: 'nhwc' },
    );
    const reds = Array.from({ length: 8 }, (_, x) => out[x * 3]);
    expect(reds).toEqual([...reds].sort((a, b) => a - b));
    expect(out[0]).toBeGreaterThan(40);
    expect(out[7 * 3]).toBeLessThan(160);
  });

  test('writes one picture of a batch where it is told to', () => {
    const pixels = picture(9, 17, (x, y, c) => 10 * x + 5 * y + c);
    const batch = new Float32Array(2 * 192).fill(-1);
    prepare(pixels, plain);
    preparer(plain)(pixels, batch.subarray(192));
    expect(batch.subarray(0, 192).every((value) => value === -1)).toBe(true);
    expect([...batch.subarray(192)]).toEqual([...prepare(pixels, plain)]);
  });

  test('one preparer gives the same numbers whatever came before', () => {
    fc.assert(
      fc.property(fc.array(anyPicture, { minLength: 2, maxLength: 5 }), anyPreprocessing, (pictures, preprocessing) => {
        const prepared = preparer(preprocessing);
        return pictures.every((pixels) => farthest(prepared(pixels), prepare(pixels, preprocessing)) === 0);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    [12_000, 1],
    [1, 12_000],
    [1, 1],
    [3000, 7],
  ])('takes a picture of %i x %i', (width, height) => {
    for (const fit of ['crop', 'squash'] as const) {
      const out = prepare(
        picture(width, height, () => 77),
        { ...plain, sizePx: 260, resizePx: 292, fit },
      );
      expect(out.every((value) => value === 77)).toBe(true);
    }
  });
});

describe('framing', () => {
  test.each([
    // width, height, resized width, resized height, left, top: torchvision 0.28's Resize(292), CenterCrop(260)
    [348, 464, 292, 389, 16, 64],
    [464, 348, 389, 292, 64, 16],
    [348, 348, 292, 292, 16, 16],
    [500, 333, 438, 292, 89, 16],
    [1000, 999, 292, 292, 16, 16],
    [333, 334, 292, 292, 16, 16],
    [100, 101, 292, 294, 16, 17],
    [640, 427, 437, 292, 88, 16],
  ])('%i x %i becomes %i x %i, cropped at %i, %i', (width, height, toWidth, toHeight, left, top) => {
    const { across, down } = framing({ width, height }, { ...plain, sizePx: 260, resizePx: 292 });
    expect([across.outSize, down.outSize, across.from, down.from]).toEqual([toWidth, toHeight, left, top]);
  });

  test('always lies inside the resized picture', () => {
    const sides = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(sides, sides, anyPreprocessing, (width, height, preprocessing) => {
        const { across, down } = framing({ width, height }, preprocessing);
        return [across, down].every(({ from, count, outSize }) => from >= 0 && from + count <= outSize);
      }),
    );
  });

  test('asks the decoder for twice what the picture is resized to', () => {
    expect(shortSideFor({ ...plain, sizePx: 260, resizePx: 292 })).toBe(584);
    expect(shortSideFor({ ...plain, sizePx: 224, resizePx: 100 })).toBe(448);
    expect(shortSideFor({ ...plain, fit: 'squash', sizePx: 224, resizePx: 999 })).toBe(448);
  });
});
