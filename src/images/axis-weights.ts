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
  readonly inSize: number;
  readonly outSize: number;
  readonly from: number;
  readonly count: number;
};

type Window = { readonly start: number; readonly weights: readonly number[] };

/**
 * The weights of Pillow's antialiased resize for the wanted part of one axis: each output pixel takes the input pixels
 * under a window centred on it, widened by the reduction, cut at the edges, and normalised to the sum one.
 */
export function axisWeights(region: AxisRegion, interpolation: Interpolation): AxisWeights {
  const { inSize, from, count } = region;
  const windows = Array.from({ length: count }, (_, i) => windowOf(from + i, region, interpolation));
  const taps = Math.max(...windows.map(({ weights }) => weights.length));
  const result = { first: new Int32Array(count), taps, weights: new Int32Array(count * taps) };
  windows.forEach(({ start, weights }, i) => {
    const first = Math.min(start, inSize - taps);
    result.first[i] = first;
    result.weights.set(weights, i * taps + start - first);
  });
  return result;
}

function windowOf(out: number, { inSize, outSize }: AxisRegion, interpolation: Interpolation): Window {
  const { support, weight } = interpolation;
  const scale = inSize / outSize;
  const widening = Math.max(scale, 1);
  const centre = (out + 0.5) * scale;
  if (support === 0) return { start: Math.min(Math.floor(centre), inSize - 1), weights: [fixedPoint(1)] };
  const start = Math.max(0, Math.trunc(centre - support * widening + 0.5));
  const end = Math.min(inSize, Math.trunc(centre + support * widening + 0.5));
  const raw = Array.from({ length: end - start }, (_, i) => weight((start + i + 0.5 - centre) / widening));
  const sum = raw.reduce((total, value) => total + value, 0);
  return { start, weights: raw.map((value) => fixedPoint(sum === 0 ? value : value / sum)) };
}

/** Rounded half away from zero, as Pillow does. */
function fixedPoint(value: number): number {
  return Math.trunc(value * 2 ** weightBits + (value < 0 ? -0.5 : 0.5));
}
