import type { Pixels } from './pixels.ts';
import { prepare } from './prepare.ts';

/** Bits of a hash in a row, and rows. */
const side = 8;

/**
 * 64 bits that say where a small copy of the picture grows brighter from left to right (dHash, Krawetz 2013). Copies
 * and neighbours in a burst differ in few bits, other pictures in about half.
 */
export function differenceHash(pixels: Pixels): Uint8Array {
  const size = side + 1;
  const values = prepare(pixels, {
    ...{ sizePx: size, resizePx: size, fit: 'squash', interpolation: 'bilinear' },
    ...{ mean: [0, 0, 0], std: [255, 255, 255], channels: 'rgb', layout: 'nchw' },
  });
  const sum = (at: number) => values[at] + values[size * size + at] + values[2 * size * size + at];
  return Uint8Array.from({ length: side * side }, (_, bit) => {
    const at = Math.floor(bit / side) * size + (bit % side);
    return sum(at + 1) > sum(at) ? 1 : 0;
  });
}

/** The number of bits in which two hashes differ, 0..64. */
export function hashDistance(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((count, bit, index) => count + (bit === b[index] ? 0 : 1), 0);
}
