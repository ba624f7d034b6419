import { integer } from '../node.ts';
import { unreached, type Windows, windowCounts, windowsOf } from '../operators/windows.ts';
import { div, record } from '../ops.ts';
import { sizes, type Value } from '../value.ts';
import type { Gradient } from './gradient.ts';
import { spread } from './spread.ts';

/** Every pixel receives its share from each window that it lies in: a sum over the windows, as pooling itself. */
export const averagePoolGradient: Gradient = ({ inputs: [x], attributes }, [dy]) => {
  const windows = windowsOf(attributes);
  const space = sizes(x.shape.slice(2));
  const shares = integer(attributes, 'count_include_pad') === 1 ? dy : perPixel(dy, space, windows);
  return [summedOverWindows(shares, windows, space)];
};

/** Rescaled from the whole window's size to the number of its taps that lie in the image. */
function perPixel(dy: Value, space: readonly number[], windows: Windows): Value {
  const taps = windows.kernel.reduce((a, b) => a * b);
  const inside = space.map((_, axis) => tapsInside(space, windows, axis));
  const counts = inside.reduce((all, some) => all.flatMap((a) => some.map((b) => a * b)), [1]);
  const shape = inside.map(({ length }) => length);
  return div(
    dy,
    dy.graph.constant(
      counts.map((count) => count / taps),
      { shape, type: dy.type },
    ),
  );
}

/** For each window along an axis, how many of its taps lie in the image. */
function tapsInside(space: readonly number[], windows: Windows, axis: number): number[] {
  const { kernel, strides, pads, dilations } = windows;
  return Array.from({ length: windowCounts(space, windows)[axis] }, (_, window) => {
    const taps = Array.from(
      { length: kernel[axis] },
      (_, tap) => window * strides[axis] - pads[axis] + tap * dilations[axis],
    );
    return taps.filter((place) => place >= 0 && place < space[axis]).length;
  });
}

/** Each pixel's sum over the windows that it lies in: the same pooling, over dy with the strides' gaps filled by zeros. */
function summedOverWindows(dy: Value, windows: Windows, space: readonly number[]): Value {
  const { kernel, strides, pads, dilations } = windows;
  const apart = spread(dy, [1, 1, ...strides], [0, 0, ...unreached(space, windows)]);
  return record('AveragePool', [apart], {
    kernel_shape: kernel,
    strides: kernel.map(() => 1),
    pads: pads.map((zeros, i) => dilations[i % kernel.length] * (kernel[i % kernel.length] - 1) - zeros),
    dilations,
    count_include_pad: 1,
  });
}
