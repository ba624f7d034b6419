import { type Windows, windowCounts, windowsOf } from '../operators/windows.ts';
import { concat, matMul, reshape } from '../ops.ts';
import { tapsOf, underTap, withinZeros } from '../taps.ts';
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
  [n, channels, ...space]: readonly number[],
  [filters]: readonly number[],
): Value[] {
  const windows = windowsOf(node.attributes);
  const counts = windowCounts(space, windows);
  const padded = withinZeros(layout.of(x), windows);
  const byTap = tapsOf(windows.kernel).map((tap) =>
    reshape(underTap(padded, tap, counts, windows), [channels, 1, n * counts[0] * counts[1]]),
  );
  const pixels = reshape(concat(byTap, 1), [channels * byTap.length, -1]);
  const product = matMul(reshape(weights, [filters, -1]), pixels);
  return [layout.image(reshape(biased(product, bias), [filters, n, ...counts]))];
}
