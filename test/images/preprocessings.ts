import type { Pixels } from '../../src/images/pixels.ts';
import type { Preprocessing } from '../../src/images/preprocessing.ts';

/** A preprocessing that gives 0..255 unchanged, so that tests speak of pixel values. */
export const plain: Preprocessing = {
  sizePx: 8,
  resizePx: 10,
  fit: 'crop',
  interpolation: 'bicubic',
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channels: 'rgb',
  layout: 'nchw',
};

/** A picture whose value at (x, y) and channel c is `value(x, y, c)`. */
export function picture(width: number, height: number, value: (x: number, y: number, c: number) => number): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) for (let c = 0; c < 3; c++) data[(y * width + x) * 3 + c] = value(x, y, c);
  return { width, height, data };
}

/** The largest absolute difference between two lists of one length. */
export function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Array.from(a, (value, i) => Math.abs(value - b[i])).reduce((most, value) => Math.max(most, value), 0);
}
