import { internalError } from '../../base/error.ts';

/** How one axis is resized, in the terms of ONNX's Resize. */
export type AxisResize = {
  /** Sizes before and after. */
  readonly from: number;
  readonly to: number;
  /** New size / old size, as the file gives it; it may differ from `to / from`. */
  readonly scale: number;
  readonly mode: string;
  /** coordinate_transformation_mode. */
  readonly coordinates: string;
  /** nearest_mode. */
  readonly rounding: string;
  /** cubic_coeff_a. */
  readonly cubic: number;
  readonly excludeOutside: boolean;
  readonly antiAlias: boolean;
};

/** The weight of each old pixel in each new pixel: a matrix [to, from] whose rows sum to 1. */
export function interpolation(resize: AxisResize): number[][] {
  const place = places[resize.coordinates];
  if (!place) throw internalError(`the coordinate mode ${resize.coordinates} is not supported`);
  return Array.from({ length: resize.to }, (_, i) => row(resize, place(i, resize)));
}

/** Rounds to float32, because rounding decides between neighbours; this matches ONNX Runtime. */
const f = Math.fround;

/** The position of new pixel i on the old axis, by coordinate_transformation_mode. */
const places: Readonly<Record<string, (i: number, resize: AxisResize) => number>> = {
  half_pixel: (i, { scale }) => f((i + 0.5) / scale) - 0.5,
  pytorch_half_pixel: (i, { scale, to }) => (to > 1 ? f((i + 0.5) / scale) - 0.5 : 0),
  align_corners: (i, { from, to }) => (to > 1 ? (i * (from - 1)) / (to - 1) : 0),
  asymmetric: (i, { scale }) => f(i / scale),
  tf_half_pixel_for_nn: (i, { scale }) => f((i + 0.5) / scale),
  half_pixel_symmetric: (i, { scale, from, to }) => {
    const offset = (from / 2) * (1 - to / (from * scale));
    return offset + f((i + 0.5) / scale) - 0.5;
  },
};

function row(resize: AxisResize, at: number): number[] {
  const weights = new Array<number>(resize.from).fill(0);
  if (resize.mode === 'nearest') {
    weights[within(nearest(resize.rounding, at), resize.from)] = 1;
    return weights;
  }
  const taps = tapsOf(resize, at);
  const total = taps.reduce((sum, { weight }) => sum + weight, 0);
  for (const { place, weight } of taps) weights[within(place, resize.from)] += weight / total;
  return weights;
}

type Tap = { readonly place: number; readonly weight: number };

/**
 * The old pixels around `at` with their weights. With anti-aliasing, the kernel is as much wider as the axis shrinks.
 */
function tapsOf({ from, scale, antiAlias, excludeOutside, ...kernel }: AxisResize, at: number): Tap[] {
  const { reach, weight } = kernelOf(kernel);
  const shrink = antiAlias ? Math.min(1, scale) : 1;
  const first = Math.ceil(at - reach / shrink);
  const last = Math.floor(at + reach / shrink);
  const taps = Array.from({ length: last - first + 1 }, (_, i) => ({
    place: first + i,
    weight: weight(Math.abs(at - first - i) * shrink),
  }));
  return excludeOutside ? taps.filter(({ place }) => place >= 0 && place < from) : taps;
}

function kernelOf({ mode, cubic }: Pick<AxisResize, 'mode' | 'cubic'>) {
  if (mode === 'linear') return { reach: 1, weight: (distance: number) => Math.max(0, 1 - distance) };
  if (mode === 'cubic') return { reach: 2, weight: (distance: number) => keys(distance, cubic) };
  throw internalError(`the resize mode ${mode} is not supported`);
}

/** The cubic convolution kernel (Keys 1981). */
function keys(d: number, a: number): number {
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
}

function nearest(rounding: string, at: number): number {
  if (rounding === 'round_prefer_floor') return Math.ceil(at - 0.5);
  if (rounding === 'round_prefer_ceil') return Math.floor(at + 0.5);
  return rounding === 'floor' ? Math.floor(at) : Math.ceil(at);
}

function within(place: number, size: number): number {
  return Math.min(size - 1, Math.max(0, place));
}
