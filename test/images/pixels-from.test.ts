import { expect, test } from 'vitest';
import { pixelsFrom } from '../../src/images/pixels-from.ts';

const size = { width: 2, height: 1 };

test('colours stay, in memory of their own', () => {
  const data = Uint8ClampedArray.of(1, 2, 3, 4, 5, 6);
  const pixels = pixelsFrom({ ...size, data });
  data.fill(0);
  expect(pixels).toEqual({ ...size, data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
});

test('what is transparent lies on white, and what is grey has three equal colours', () => {
  const seen = pixelsFrom({ ...size, data: Uint8ClampedArray.of(10, 20, 30, 255, 10, 20, 30, 0) });
  expect(seen.data).toEqual(Uint8Array.of(10, 20, 30, 255, 255, 255));
  expect(pixelsFrom({ ...size, data: Uint8Array.of(7, 9) }).data).toEqual(Uint8Array.of(7, 7, 7, 9, 9, 9));
});

test.each([
  [{ ...size, data: new Uint8Array(5) }],
  [{ ...size, data: new Uint8Array(4) }],
  [{ width: 0, height: 1, data: new Uint8Array(0) }],
  [{ width: 1.5, height: 2, data: new Uint8Array(9) }],
  [{ width: -2, height: -1, data: new Uint8Array(6) }],
])('refuses numbers that fit no picture of that size: %o', (picture) => {
  expect(() => pixelsFrom(picture)).toThrow(expect.objectContaining({ code: 'bad-data' }));
});
