import { type AxisWeights, weightBits } from './axis-weights.ts';
import type { Pixels } from './pixels.ts';
import type { Placement } from './placement.ts';

/** The pixels between the two passes: [rows, columns, 3], rounded to 8 bits, as in Pillow. */
export type Strip = { readonly columns: number; readonly data: Uint8ClampedArray };

/** Half of the last bit that is kept: sums begin with it, so that truncating them rounds. */
const half = 1 << (weightBits - 1);

/** Resizes rows horizontally, from row `top` on, as many as `strip` holds. */
export function resampleAcross({ width, data }: Pixels, axis: AxisWeights, top: number, strip: Strip): void {
  const { first, taps, weights } = axis;
  for (let to = 0, line = top * width; to < strip.data.length; line += width) {
    for (let x = 0; x < first.length; x++, to += 3) {
      let red = half;
      let green = half;
      let blue = half;
      let from = (line + first[x]) * 3;
      for (let tap = x * taps, end = tap + taps; tap < end; tap++, from += 3) {
        const weight = weights[tap];
        red = (red + Math.imul(data[from], weight)) | 0;
        green = (green + Math.imul(data[from + 1], weight)) | 0;
        blue = (blue + Math.imul(data[from + 2], weight)) | 0;
      }
      strip.data[to] = red >> weightBits;
      strip.data[to + 1] = green >> weightBits;
      strip.data[to + 2] = blue >> weightBits;
    }
  }
}

/**
 * Resizes a strip vertically and writes each value, normalised, to its place in the tensor. Row 0 of the strip is row
 * `top` of the picture. Both steps are one pass, so no 8-bit picture is made in between.
 */
export function resampleDown({ columns, data }: Strip, axis: AxisWeights, top: number, placement: Placement): void {
  const { first, taps, weights } = axis;
  const { into, step, red, green, blue } = placement;
  const line = columns * 3;
  for (let y = 0, to = 0; y < first.length; y++) {
    for (let x = 0, corner = (first[y] - top) * line; x < line; x += 3, to += step) {
      let redSum = half;
      let greenSum = half;
      let blueSum = half;
      let from = corner + x;
      for (let tap = y * taps, end = tap + taps; tap < end; tap++, from += line) {
        const weight = weights[tap];
        redSum = (redSum + Math.imul(data[from], weight)) | 0;
        greenSum = (greenSum + Math.imul(data[from + 1], weight)) | 0;
        blueSum = (blueSum + Math.imul(data[from + 2], weight)) | 0;
      }
      into[to + red.offset] = red.values[(redSum >> weightBits) + 512];
      into[to + green.offset] = green.values[(greenSum >> weightBits) + 512];
      into[to + blue.offset] = blue.values[(blueSum >> weightBits) + 512];
    }
  }
}
