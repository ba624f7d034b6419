import type { Pixels } from './pixels.ts';
import { prepare } from './prepare.ts';
import type { Preprocessing } from './preprocessing.ts';

/** Numbers of a picture that say how it was taken, not what it shows. */
export type PictureStatistics = {
  /** Mean luma, 0 (black) to 1 (white). */
  readonly brightness: number;
  /** Standard deviation of the luma, 0..0.5. */
  readonly contrast: number;
  /** Mean of greatest minus least channel, 0 (grey) to 1. */
  readonly saturation: number;
  /** Log10 of the variance of the Laplacian of the luma (Pech-Pacheco et al. 2000); blurred pictures have less. */
  readonly detail: number;
  /** The shorter side as stored, in pixels. */
  readonly size: number;
};

/** The side to which pictures are resized first, so that size does not count as blur. */
export const statisticsSidePx = 128;

const preprocessing: Preprocessing = {
  sizePx: statisticsSidePx,
  resizePx: statisticsSidePx,
  fit: 'squash',
  interpolation: 'bilinear',
  mean: [0, 0, 0],
  std: [255, 255, 255],
  channels: 'rgb',
  layout: 'nchw',
};

/** Least variance of the Laplacian; a picture of one colour has none, and no logarithm. */
const leastVariance = 1e-8;

/** Measures a picture. It may have been reduced while decoding, as long as `statisticsSidePx` are left. */
export function pictureStatistics(pixels: Pixels): PictureStatistics {
  const values = prepare(pixels, preprocessing); // [3, S, S], 0..1
  const area = statisticsSidePx ** 2;
  const luma = new Float64Array(area);
  let saturation = 0;
  for (let i = 0; i < area; i++) {
    const [r, g, b] = [values[i], values[area + i], values[2 * area + i]];
    luma[i] = 0.299 * r + 0.587 * g + 0.114 * b; // ITU-R BT.601
    saturation += (Math.max(r, g, b) - Math.min(r, g, b)) / area;
  }
  const { mean, variance } = momentsOf(luma);
  const { width, height } = pixels.reduction?.original ?? pixels;
  return {
    brightness: mean,
    contrast: Math.sqrt(variance),
    saturation,
    detail: Math.log10(Math.max(leastVariance, momentsOf(laplacian(luma)).variance)),
    size: Math.min(width, height),
  };
}

/** Four times each inner pixel minus its four neighbours. */
function laplacian(luma: Float64Array): Float64Array {
  const side = statisticsSidePx;
  const inner = side - 2;
  return Float64Array.from({ length: inner * inner }, (_, index) => {
    const at = (1 + Math.floor(index / inner)) * side + 1 + (index % inner);
    return 4 * luma[at] - luma[at - 1] - luma[at + 1] - luma[at - side] - luma[at + side];
  });
}

function momentsOf(values: Float64Array): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
}
