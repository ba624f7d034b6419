import type { AxisInput } from '../axis-weights.ts';
import { reachOf, windowTaps, writeCoarseWeights } from './coarse-weights.ts';

/** A bilinear resize along one axis, like AxisWeights but with weights in 1/256. */
export type CoarseAxis = {
  /** First input pixel of each output pixel, [O], in ascending order. */
  readonly first: Int32Array;
  readonly taps: number;
  /** [O, taps]. */
  readonly weights: Int32Array;
};

/** The most frequent window size, which has loops of its own. */
export const threeTaps = 3;

/** The windows of axisWeights' bilinear resize of an axis to `count` pixels. */
export function coarseAxis({ size, start, length }: AxisInput, count: number): CoarseAxis {
  const scale = length / count;
  const reach = reachOf(scale);
  const taps = Math.min(size, Math.max(threeTaps, windowTaps(reach)));
  const axis = { first: new Int32Array(count), taps, weights: new Int32Array(count * taps) };
  for (let i = 0; i < count; i++) {
    // The frame of a picture that the decoder reduced may reach slightly beyond its pixels.
    const centre = Math.min(Math.max(start + (i + 0.5) * scale, 0), size);
    const first = Math.min(Math.max(Math.trunc(centre - reach + 0.5), 0), size - taps);
    axis.first[i] = first;
    writeCoarseWeights(axis.weights, i * taps, { taps, centre: centre - first, reach });
  }
  return axis;
}
