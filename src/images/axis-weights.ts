import type { Interpolation } from './interpolation.ts';

/** Fraction bits of a weight. 255 times the weights' absolute sum (below 2) stays inside 32 bits, as in Pillow. */
export const weightBits = 22;

/** Resizing along one axis: output pixel i is the sum of `taps` input pixels from `first[i]` on, each with its weight. */
export type AxisWeights = {
  /** First input pixel of each output pixel, [O]; `first[i] + taps` never passes the input's end. */
  readonly first: Int32Array;
  readonly taps: number;
  /** [O, taps], in units of 2^-22; each row sums to one but for rounding. Zero where a window is narrower. */
  readonly weights: Int32Array;
};

/** The part of an axis that is wanted: pixels `from` .. `from + count - 1` of the resized `outSize`. */
export type AxisRegion = {
  readonly outSize: number;
  readonly from: number;
  readonly count: number;
};

/** What is resized along one axis: `size` pixels; the picture begins at `start` and is `length` long, in fractions. */
export type AxisInput = { readonly size: number; readonly start: number; readonly length: number };

type Window = { readonly start: number; readonly weights: readonly number[] };

/**
 * The weights of Pillow's antialiased resize, for the wanted part of one axis: each output pixel takes the input pixels
 * under a window centred on it, widened by the reduction, cut at the edges, and normalised to the sum one.
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

/** Rounded half away from zero, as Pillow does. */
function fixedPoint(value: number): number {
  return Math.trunc(value * 2 ** weightBits + (value < 0 ? -0.5 : 0.5));
}
