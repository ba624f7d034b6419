// @module-tag slow
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { prepare } from '../../src/images/prepare.ts';
import type { Preprocessing } from '../../src/images/preprocessing.ts';
import { decode } from '../../src/node/decode.ts';
import { correlation } from './correlation.ts';

type Expected = { readonly width: number; readonly height: number; readonly tensor: string };
type Golden = {
  readonly resizePx: number;
  readonly sizePx: number;
  readonly pictures: Readonly<Record<string, Expected>>;
};

const golden: Golden = JSON.parse(readFileSync('test/golden/pixels.json', 'utf8'));
const card: Preprocessing = {
  sizePx: golden.sizePx,
  resizePx: golden.resizePx,
  fit: 'crop',
  interpolation: 'bicubic',
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channels: 'rgb',
  layout: 'nhwc',
};

const fixture = (name: string) => new Uint8Array(readFileSync(`test/golden/pixels/${name}`));
const tensorOf = ({ tensor }: Expected) => Uint8Array.from(Buffer.from(tensor, 'base64'));
const differences = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a, (value, i) => Math.abs(value - b[i]));

/** AVIF's halved colours are spread otherwise by libavif. */
const likePillowOnly: Readonly<Record<string, number>> = { 'lossy.avif': 0.995 };

describe('against Pillow', () => {
  const names = Object.keys(golden.pictures);

  test.each(names.filter((name) => !(name in likePillowOnly)))('%s within 2/255', async (name) => {
    const expected = golden.pictures[name];
    const pixels = await decode(fixture(name));
    expect([pixels.width, pixels.height]).toEqual([expected.width, expected.height]);
    expect(Math.max(...differences(prepare(pixels, card), tensorOf(expected)))).toBeLessThanOrEqual(2);
  });

  test.each(Object.entries(likePillowOnly))('%s with a correlation of at least %f', async (name, least) => {
    const pixels = await decode(fixture(name));
    expect(correlation(prepare(pixels, card), tensorOf(golden.pictures[name]))).toBeGreaterThanOrEqual(least);
  });

  test('the eight orientations show one scene', () => {
    const upright = tensorOf(golden.pictures['orientation-1.jpg']);
    for (let turn = 2; turn <= 8; turn++) {
      expect(correlation(tensorOf(golden.pictures[`orientation-${turn}.jpg`]), upright)).toBeGreaterThan(0.998);
    }
  });

  test('animations stand at their first frame', () => {
    const first = tensorOf(golden.pictures['lossy.webp']);
    expect(correlation(tensorOf(golden.pictures['animated.webp']), first)).toBeGreaterThan(0.99);
  });
});

describe('reducing while decoding', () => {
  /** 1600 x 1204, stored lying down, to be turned upright by EXIF. */
  let large: Uint8Array;
  let whole: Float32Array;
  const wish = { shortSidePx: 72 };

  beforeAll(async () => {
    const scene = sharp(fixture('lzw.tiff')).resize(1600, 1204, { fit: 'fill' });
    large = await scene.jpeg({ quality: 92 }).withMetadata({ orientation: 6 }).toBuffer();
    whole = prepare(await decode(large), card);
  });

  test('keeps what the picture shows, upright', async () => {
    const reduced = await decode(large, wish);
    expect([reduced.width, reduced.height, reduced.reduction?.original]).toEqual([
      134,
      178,
      { width: 1204, height: 1600 },
    ]);
    expect(correlation(prepare(reduced, card), whole)).toBeGreaterThan(0.999);
    expect(Math.max(...differences(prepare(reduced, card), whole))).toBeLessThan(24);
  });

  test.each([
    [601, true],
    [602, true],
    [603, false],
    [1204, false],
  ])('with a wish of %i: reduced is %s', async (shortSidePx, reduces) => {
    const { width, height } = await decode(large, { shortSidePx });
    expect(Math.min(width, height)).toBe(reduces ? shortSidePx : 1204);
    expect(Math.abs(height / width - 1600 / 1204)).toBeLessThan(1 / shortSidePx);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('odd sizes keep every edge at its place, orientation %i', async (orientation) => {
    for (const [width, height] of [
      [1001, 667],
      [515, 1999],
      [1023, 1025],
    ]) {
      const scene = sharp(fixture('lzw.tiff')).resize(width, height, { fit: 'fill' }).withMetadata({ orientation });
      const odd = await scene.jpeg({ quality: 95 }).toBuffer();
      const squash: Preprocessing = { ...card, fit: 'squash' };
      const reduced = prepare(await decode(odd, { shortSidePx: 72 }), squash);
      expect(correlation(reduced, prepare(await decode(odd), squash))).toBeGreaterThan(0.9997);
    }
  });

  test('WebP too; PNG stays as it is', async () => {
    const scene = sharp(fixture('lzw.tiff')).resize(800, 600, { fit: 'fill' });
    const webp = await decode(await scene.clone().webp({ quality: 90 }).toBuffer(), wish);
    const png = await decode(await scene.clone().png().toBuffer(), wish);
    expect([webp.width, webp.height, png.width, png.height]).toEqual([96, 72, 800, 600]);
    expect(correlation(prepare(webp, card), prepare(png, card))).toBeGreaterThan(0.995);
  });

  test('beyond 40 megapixels every format is reduced, to the wish or to 40 megapixels', async () => {
    const huge = await sharp({ create: { width: 9000, height: 5000, channels: 3, background: '#804020' } })
      .png({ compressionLevel: 1 })
      .toBuffer();
    const wished = await decode(huge, { shortSidePx: 500 });
    expect([wished.width, wished.height]).toEqual([900, 500]);
    expect([...wished.data.subarray(0, 3)]).toEqual([0x80, 0x40, 0x20]);
    const held = await decode(huge);
    expect(held.width * held.height).toBeLessThanOrEqual(40e6);
    expect(held.width * held.height).toBeGreaterThan(39e6);
  });
});
