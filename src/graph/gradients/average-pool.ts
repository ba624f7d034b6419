import { integer } from '../node.ts';
import { type Windows, windowCounts, windowsOf } from '../operators/windows.ts';
import { div } from '../ops.ts';
import { sizes, type Value } from '../value.ts';
import type { Gradient } from './gradient.ts';
import { sumOverWindows } from './sum-over-windows.ts';

/** Each pixel receives a share of the gradient of every window that covers it. */
export const averagePoolGradient: Gradient = ({ inputs: [x], attributes }, [dy]) => {
  const windows = windowsOf(attributes);
  const space = sizes(x.shape.slice(2));
  const taps = windows.kernel.reduce((a, b) => a * b);
  const share =
    integer(attributes, 'count_include_pad') === 1 ? div(dy, taps) : div(dy, tapsInImage(dy, space, windows));
  return [
    sumOverWindows(
      Array.from({ length: taps }, () => share),
      windows,
      space,
    ),
  ];
};

/** How many taps of each window lie inside the image, [...windows]. */
function tapsInImage({ graph, type }: Value, space: readonly number[], windows: Windows): Value {
  const inside = space.map((_, axis) => tapsInside(space, windows, axis));
  const counts = inside.reduce((all, some) => all.flatMap((a) => some.map((b) => a * b)), [1]);
  return graph.constant(counts, { shape: inside.map(({ length }) => length), type });
}

/** For each window along one axis, how many of its taps lie inside the image. */
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
