import { type AxisInput, type AxisWeights, axisWeights } from '../axis-weights.ts';
import { interpolations } from '../interpolation.ts';
import type { Pixels } from '../pixels.ts';
import type { Placement } from '../placement.ts';
import { resampleAcross, resampleDown } from '../resample.ts';
import type { AffineMap } from './affine-map.ts';
import { coarseAxis } from './coarse-axis.ts';
import { resizeAcross, resizeDown, type Steps } from './resize-bilinear.ts';
import type { View } from './view.ts';

/** Draws a square that is parallel to the picture's sides and lies within it: pixels [S, S], red in the lowest byte. */
export type ResampleAligned = (pixels: Pixels, view: Pick<View, 'map' | 'interpolation'>, out: Uint32Array) => void;

/**
 * Two passes as in Pillow's `resize` with `box`, then turned and flipped as the map says. Bilinear, which all crops
 * use, has weights of 8 bits (within 2 of Pillow's values); other interpolations have Pillow's. Reuses memory between
 * pictures.
 */
export function alignedResampler(sizePx: number): ResampleAligned {
  let rows = new DataView(new ArrayBuffer(0));
  return ({ width, height, data, reduction }, { map, interpolation }, out) => {
    const turned = map.xx === 0;
    const pixels = { width, height, data, reduction };
    const x = inputOf(turned ? map.xy : map.xx, map.x0, width, sizePx);
    const y = inputOf(turned ? map.yx : map.yy, map.y0, height, sizePx);
    const steps = stepsOf(map, sizePx);
    if (interpolation !== 'bilinear') return resizeExactly(pixels, { x, y, steps, interpolation }, out);
    const [across, down] = [coarseAxis(x, sizePx), coarseAxis(y, sizePx)];
    const firstByte = 3 * across.first[0];
    const lineBytes = 3 * (across.first[sizePx - 1] + across.taps) - firstByte;
    // A pixel is read as four bytes, so the last one needs one byte more.
    const length = sizePx * lineBytes + 1;
    if (rows.byteLength < length) rows = new DataView(new ArrayBuffer(length));
    const strip = { data: rows, firstByte, lineBytes };
    resizeDown(pixels, down, strip);
    resizeAcross(strip, across, out, steps);
  };
}

/** The part of an axis that the square covers, in the picture's order. */
function inputOf(scale: number, start: number, size: number, sizePx: number): AxisInput {
  const length = Math.abs(scale) * sizePx;
  return { size, start: scale < 0 ? start - length : start, length };
}

/** Where each pixel of the picture's order goes in the square, which may be turned and flipped. */
function stepsOf({ xx, xy, yx, yy }: AffineMap, sizePx: number): Steps {
  const turned = xx === 0;
  const across = turned ? sizePx : 1;
  const down = turned ? 1 : sizePx;
  const [mirrored, upended] = [xx + xy < 0, yx + yy < 0];
  return {
    start: (mirrored ? (sizePx - 1) * across : 0) + (upended ? (sizePx - 1) * down : 0),
    across: mirrored ? -across : across,
    down: upended ? -down : down,
  };
}

type Exact = {
  readonly x: AxisInput;
  readonly y: AxisInput;
  readonly steps: Steps;
  readonly interpolation: View['interpolation'];
};

/** The resize that `prepare` does, for any interpolation. */
function resizeExactly(pixels: Pixels, { x, y, steps, interpolation }: Exact, out: Uint32Array): void {
  const side = Math.sqrt(out.length);
  const region = { outSize: side, from: 0, count: side };
  const across = axisWeights(x, region, interpolations[interpolation]);
  const down = axisWeights(y, region, interpolations[interpolation]);
  const [top, bottom] = rowsOf(down);
  const strip = { columns: side, data: new Uint8ClampedArray((bottom - top) * side * 3) };
  resampleAcross(pixels, across, top, strip);
  const values = new Float32Array(3 * side * side);
  resampleDown(strip, down, top, placement(values));
  for (let row = 0, from = 0; row < side; row++) {
    let to = steps.start + row * steps.down;
    for (let column = 0; column < side; column++, from += 3, to += steps.across) {
      out[to] = values[from] | (values[from + 1] << 8) | (values[from + 2] << 16);
    }
  }
}

function rowsOf({ first, taps }: AxisWeights): readonly [number, number] {
  return [first.reduce((least, row) => Math.min(least, row)), first.reduce((most, row) => Math.max(most, row)) + taps];
}

/** Leaves values 0..255 unchanged, pixel by pixel. */
function placement(into: Float32Array): Placement {
  return {
    into,
    step: 3,
    red: { offset: 0, values: unchanged },
    green: { offset: 1, values: unchanged },
    blue: { offset: 2, values: unchanged },
  };
}

const unchanged = Float32Array.from({ length: 1024 }, (_, i) => Math.min(Math.max(i - 512, 0), 255));
