import type { Interpolation } from './interpolation.ts';

/** Fraction bits of a weight. 255 times the absolute sum of the weights (below 2) fits into 32 bits, as in Pillow. */
export const weightBits = 22;

/** A resize along one axis: output pixel i is the weighted sum of `taps` input pixels, beginning with `first[i]`. */
export type AxisWeights = {
  /** First input pixel of each output pixel, [O]; `first[i] + taps` never exceeds the input's size. */
  readonly first: Int32Array;
  readonly taps: number;
  /** [O, taps], in units of 2^-22. Each row sums to one, up to rounding; narrower windows are filled with zeros. */
  readonly weights: Int32Array;
};

/** The part of an axis to compute: pixels `from` .. `from + count - 1` of the `outSize` resized ones. */
export type AxisRegion = {
  readonly outSize: number;
  readonly from: number;
  readonly count: number;
};

/**
 * The input of a resize along one axis: `size` pixels. The picture begins at `start` and has the length `length`, both
 * in fractions of pixels.
 */
export type AxisInput = { readonly size: number; readonly start: number; readonly length: number };

type Window = { readonly start: number; readonly weights: readonly number[] };

/**
 * The weights of Pillow's antialiased resize, for a part of one axis. Each output pixel takes the input pixels under a
 * window centred on it. The window is widened where the picture is reduced, cut at the edges, and normalised to the sum
 * one.
 */
export function axisWeights(input: AxisInput, region: AxisRegion, interpolation: Interpolation): AxisWeights {
  const { outSize, from, count } = region;
  const scale = input.length / outSize;
  const windows = Array.from({ length: count }, (_, i) =>
    windowAt(input.start + (from + i + 0.5) * scale, scale, input.size, interpolation),
  );
  const taps = Math.max(...windows.map(({ weights }) => weights.length));
  const result = { first: new Int32Array(count), taps, weights: new Int32Array(count * taps) };
  windows.forEach(({ start, weights }, i) => {
    const first = Math.min(start, input.size - taps);
    result.first[i] = first;
    result.weights.set(weights, i * taps + start - first);
  });
  return result;
}

function windowAt(centre: number, scale: number, size: number, { support, weight }: Interpolation): Window {
  if (support === 0) return { start: Math.min(Math.max(Math.floor(centre), 0), size - 1), weights: [fixedPoint(1)] };
  const widening = Math.max(scale, 1);
  const start = Math.max(0, Math.trunc(centre - support * widening + 0.5));
  const end = Math.min(size, Math.trunc(centre + support * widening + 0.5));
  const raw = Array.from({ length: end - start }, (_, i) => weight((start + i + 0.5 - centre) / widening));
  const sum = raw.reduce((total, value) => total + value, 0);
  return { start, weights: raw.map((value) => fixedPoint(sum === 0 ? value : value / sum)) };
}

/** Rounds half away from zero, as Pillow does. */
function fixedPoint(value: number): number {
  return Math.trunc(value * 2 ** weightBits + (value < 0 ? -0.5 : 0.5));
}
