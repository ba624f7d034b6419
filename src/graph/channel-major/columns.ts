import { type Grid, gridOf, underTaps } from '../grid.ts';
import { type Windows, windowsOf } from '../operators/windows.ts';
import { concat, matMul, reshape, slice } from '../ops.ts';
import { sizes, type Value } from '../value.ts';
import { biased } from './biased.ts';
import type { Occasion } from './rule.ts';

/** So many times more pixels than filters, and it costs more to lay out the columns than the larger product saves. */
const pixelsPerFilter = 4;

/** Whether the batch's images are so small that their columns are soon laid out. */
export function areColumnsCheap(x: Value, weights: Value, windows: Windows): boolean {
  if (windows.strides.some((step) => step > 1)) return false;
  const [n, , ...space] = sizes(x.shape);
  return n * space.reduce((a, b) => a * b) <= pixelsPerFilter * Number(weights.shape[0]);
}

/**
 * A convolution of many small images: ONE product of the weights [M, C taps] with columns [C taps, P] that hold, for
 * each window, the pixels under its taps ("im2col").
 */
export function columns(
  { node, inputs: [x, weights, bias], layout }: Occasion,
  [n, channels]: readonly number[],
  [filters]: readonly number[],
): Value[] {
  const image = layout.of(x);
  const grid = gridOf(sizes(image.shape), windowsOf(node.attributes));
  const product = matMul(reshape(weights, [filters, -1]), columnsOf(image, channels, grid));
  const laid = reshape(biased(product, bias), [filters, n, grid.rows, grid.columns]);
  return [layout.image(grid.counts.reduce((cut, count, axis) => slice(cut, axis + 2, 0, count), laid))];
}

/** [C taps, P]: channel by channel, and for each tap. */
function columnsOf(image: Value, channels: number, grid: Grid): Value {
  const byTap = underTaps(image, grid).map((pixels) => reshape(pixels, [channels, 1, grid.length]));
  return reshape(concat(byTap, 1), [channels * byTap.length, grid.length]);
}
