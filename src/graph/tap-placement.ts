import { type Windows, windowCounts } from './operators/windows.ts';

/**
 * Which tap of a kernel covers which pixel in which window, along one axis or several: `places` [taps, pixels, windows]
 * is 1 where tap t of window w covers pixel p, else 0. The matrix of a convolution is its weights times this.
 */
export function tapPlacement(
  space: readonly number[],
  windows: Windows,
): { readonly places: Float32Array; readonly count: number } {
  const counts = windowCounts(space, windows);
  const [taps, pixels, count] = [windows.kernel, space, counts].map((sizes) => sizes.reduce((a, b) => a * b, 1));
  const places = new Float32Array(taps * pixels * count);
  for (let tap = 0; tap < taps; tap++) {
    for (let window = 0; window < count; window++) {
      const pixel = pixelUnder(tap, window, { space, counts, windows });
      if (pixel !== null) places[(tap * pixels + pixel) * count + window] = 1;
    }
  }
  return { places, count };
}

type Grid = { readonly space: readonly number[]; readonly counts: readonly number[]; readonly windows: Windows };

/** The pixel (row-major) under a window's tap; null where the tap lies on the zeros around the image. */
function pixelUnder(tap: number, window: number, { space, counts, windows }: Grid): number | null {
  const { kernel, strides, pads, dilations } = windows;
  let [pixel, unit] = [0, 1];
  for (let axis = space.length - 1; axis >= 0; axis--) {
    const place = (window % counts[axis]) * strides[axis] + (tap % kernel[axis]) * dilations[axis] - pads[axis];
    if (place < 0 || place >= space[axis]) return null;
    pixel += place * unit;
    unit *= space[axis];
    tap = Math.floor(tap / kernel[axis]);
    window = Math.floor(window / counts[axis]);
  }
  return pixel;
}
