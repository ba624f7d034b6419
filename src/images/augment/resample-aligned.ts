import { type AxisWeights, axisWeights, weightBits } from '../axis-weights.ts';
import { interpolations } from '../interpolation.ts';
import type { Pixels } from '../pixels.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { resampleAcross } from '../resample.ts';
import type { AffineMap } from './affine-map.ts';

/** The rows of one axis of the picture that the square takes, as it takes them. */
type Stretch = { readonly scale: number; readonly start: number };

/** Memory for the pixels between both passes, kept from picture to picture. */
export type StripMemory = { data: Uint8ClampedArray };

const half = 1 << (weightBits - 1);

/**
 * Draws a square whose sides lie along the picture's, in two passes: the numbers of Pillow's `resize` with `box`, then
 * turned and flipped as the map says. The square must lie within the picture.
 */
export function resampleAligned(
  pixels: Pixels,
  { map, interpolation }: { readonly map: AffineMap; readonly interpolation: Preprocessing['interpolation'] },
  out: Uint8ClampedArray,
  memory: StripMemory,
): void {
  const side = Math.sqrt(out.length / 3);
  const turned = map.xx === 0;
  const [x, y] = [
    { scale: turned ? map.xy : map.xx, start: map.x0 },
    { scale: turned ? map.yx : map.yy, start: map.y0 },
  ];
  const across = weightsOf(x, pixels.width, side, interpolation);
  const down = weightsOf(y, pixels.height, side, interpolation);
  const top = down.first.reduce((least, row) => Math.min(least, row));
  const bottom = down.first.reduce((most, row) => Math.max(most, row)) + down.taps;
  const length = (bottom - top) * side * 3;
  if (memory.data.length < length) memory.data = new Uint8ClampedArray(length);
  const strip = { columns: side, data: memory.data.subarray(0, length) };
  resampleAcross(pixels, across, top, strip);
  const [stepAcross, stepDown] = turned ? [3 * side, 3] : [3, 3 * side];
  resampleDownBytes(strip.data, down, top, out, {
    start: (x.scale < 0 ? (side - 1) * stepAcross : 0) + (y.scale < 0 ? (side - 1) * stepDown : 0),
    across: Math.sign(x.scale) * stepAcross,
    down: Math.sign(y.scale) * stepDown,
  });
}

/** Windows in the picture's order, also where the square takes them the other way round. */
function weightsOf(
  { scale, start }: Stretch,
  size: number,
  side: number,
  interpolation: Preprocessing['interpolation'],
): AxisWeights {
  const length = Math.abs(scale) * side;
  const from = scale < 0 ? start - length : start;
  return axisWeights(
    { size, start: from, length },
    { outSize: side, from: 0, count: side },
    interpolations[interpolation],
  );
}

/** Where the first value goes, and how far apart neighbours lie. */
type Steps = { readonly start: number; readonly across: number; readonly down: number };

function resampleDownBytes(
  data: Uint8ClampedArray,
  axis: AxisWeights,
  top: number,
  out: Uint8ClampedArray,
  steps: Steps,
) {
  const { first, taps, weights } = axis;
  const line = first.length * 3;
  for (let y = 0; y < first.length; y++) {
    let to = steps.start + y * steps.down;
    for (let x = 0, corner = (first[y] - top) * line; x < line; x += 3, to += steps.across) {
      let red = half;
      let green = half;
      let blue = half;
      let from = corner + x;
      for (let tap = y * taps, end = tap + taps; tap < end; tap++, from += line) {
        const weight = weights[tap];
        red = (red + Math.imul(data[from], weight)) | 0;
        green = (green + Math.imul(data[from + 1], weight)) | 0;
        blue = (blue + Math.imul(data[from + 2], weight)) | 0;
      }
      out[to] = red >> weightBits;
      out[to + 1] = green >> weightBits;
      out[to + 2] = blue >> weightBits;
    }
  }
}
