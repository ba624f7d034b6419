import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromFloat16, largestFloat16, toFloat16 } from '../../src/base/float16.ts';

const everyHalf = Uint16Array.from({ length: 65536 }, (_, i) => i);
const isNumber = (half: number) => (half & 0x7c00) !== 0x7c00;

describe('half precision', () => {
  test('every half that is a number survives the way to float32 and back, also the sign of zero', () => {
    const halves = everyHalf.filter(isNumber);
    expect(toFloat16(fromFloat16(halves))).toEqual(halves);
  });

  test('a number becomes the nearest half, ties to the even one', () => {
    const sorted = fromFloat16(everyHalf.filter((half) => half < 0x7c00));
    fc.assert(
      fc.property(fc.float({ min: 0, max: largestFloat16, noNaN: true }), (number) => {
        const [half] = toFloat16(Float32Array.of(number));
        const error = Math.abs(sorted[half] - number);
        for (const other of [half - 1, half + 1].filter((index) => index >= 0 && index < sorted.length)) {
          const otherError = Math.abs(sorted[other] - number);
          expect(error < otherError || (error === otherError && half % 2 === 0)).toBe(true);
        }
      }),
    );
  });

  test('known bits', () => {
    const numbers = [0, 1, -2, 0.1, 65504, 2 ** -24, 2 ** -14, 1 / 3];
    const bits = [0, 0x3c00, 0xc000, 0x2e66, 0x7bff, 1, 0x400, 0x3555];
    expect(Array.from(toFloat16(Float32Array.from(numbers)))).toEqual(bits);
  });

  test('what is too large is the largest, NaN is NaN, infinity is read', () => {
    const halves = toFloat16(Float32Array.of(1e6, -1e6, Number.POSITIVE_INFINITY, 65520, Number.NaN));
    expect(Array.from(fromFloat16(halves))).toEqual([65504, -65504, 65504, 65504, Number.NaN]);
    expect(Array.from(fromFloat16(Uint16Array.of(0x7c00, 0xfc00)))).toEqual([Infinity, -Infinity]);
  });
});
