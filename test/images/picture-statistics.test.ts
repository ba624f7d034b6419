import { expect, test } from 'vitest';
import { random } from '../../src/base/random.ts';
import { differenceHash, hashDistance } from '../../src/images/difference-hash.ts';
import { pictureStatistics } from '../../src/images/picture-statistics.ts';
import type { Pixels } from '../../src/images/pixels.ts';

function picture(width: number, height: number, at: (x: number, y: number) => readonly number[]): Pixels {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return at(pixel % width, Math.floor(pixel / width))[i % 3];
  });
  return { width, height, data };
}

test('one colour has its luma and saturation, and neither contrast nor detail', () => {
  const { brightness, contrast, saturation, detail, size } = pictureStatistics(picture(40, 30, () => [255, 51, 0]));
  expect(brightness).toBeCloseTo(0.299 + 0.587 * 0.2, 3);
  expect(contrast).toBeCloseTo(0, 4);
  expect(saturation).toBeCloseTo(1, 3);
  expect(detail).toBe(-8);
  expect(size).toBe(30);
});

test('half black and half white have the greatest contrast', () => {
  const { brightness, contrast } = pictureStatistics(picture(128, 128, (x) => (x < 64 ? [0, 0, 0] : [255, 255, 255])));
  expect(brightness).toBeCloseTo(0.5, 2);
  expect(contrast).toBeCloseTo(0.5, 2);
});

test('a darkened picture is darker, a blurred one has less detail and the same light', () => {
  const { integer } = random(0, 'noise');
  const noise = Array.from({ length: 160 * 160 }, () => integer(256));
  const value = (x: number, y: number) => noise[((y + 160) % 160) * 160 + ((x + 160) % 160)];
  const grey = (v: number) => [v, v, v];
  const around = (x: number, y: number) => [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => value(x + dx, y + dy)));
  const blur = (x: number, y: number) => around(x, y).reduce((sum, each) => sum + each, 0) / 9;
  const plain = pictureStatistics(picture(160, 160, (x, y) => grey(value(x, y))));
  const dark = pictureStatistics(picture(160, 160, (x, y) => grey(value(x, y) / 2)));
  const blurred = pictureStatistics(picture(160, 160, (x, y) => grey(blur(x, y))));
  expect(dark.brightness).toBeCloseTo(plain.brightness / 2, 2);
  expect(blurred.brightness).toBeCloseTo(plain.brightness, 1);
  expect(blurred.detail).toBeLessThan(plain.detail - 0.5);
});

test('the size is that before the decoder reduced the picture', () => {
  const small = picture(50, 40, () => [9, 9, 9]);
  const box = { left: 0, top: 0, width: 50, height: 40 };
  expect(pictureStatistics({ ...small, reduction: { original: { width: 500, height: 400 }, box } }).size).toBe(400);
});

test('the hash of a near copy differs in few bits, that of another picture in about half', () => {
  const { integer } = random(1, 'pictures');
  const drawn = () => {
    const cells = Array.from({ length: 400 }, () => integer(200));
    return (shift: number) =>
      picture(160, 160, (x, y) => {
        const value = shift + cells[Math.floor(y / 8) * 20 + Math.floor(x / 8)];
        return [value, value, value];
      });
  };
  const [one, other] = [drawn(), drawn()];
  const distance = (a: Pixels, b: Pixels) => hashDistance(differenceHash(a), differenceHash(b));
  expect(distance(one(0), one(0))).toBe(0);
  expect(distance(one(0), one(40))).toBeLessThanOrEqual(6);
  expect(distance(one(0), other(0))).toBeGreaterThan(15);
});
