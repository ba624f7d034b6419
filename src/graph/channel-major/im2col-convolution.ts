import { type Windows, windowCounts, windowsOf } from '../operators/windows.ts';
import { concat, matMul, reshape, transpose } from '../ops.ts';
import { tapsOf, underTap, withinZeros } from '../taps.ts';
import { sizes, type Value } from '../value.ts';
import { biased } from './biased.ts';
import type { RuleContext } from './rule.ts';

/** Above this many pixels per filter, building the columns costs more than the larger product saves. */
const pixelsPerFilter = 4;

/** Whether a batch's images are so small that their columns cost little to build. */
export function isIm2colCheap(x: Value, weights: Value, windows: Windows): boolean {
  if (windows.strides.some((step) => step > 1)) return false;
  const [n, , ...space] = sizes(x.shape);
  return n * space.reduce((a, b) => a * b) <= pixelsPerFilter * Number(weights.shape[0]);
}

/**
 * A convolution of many small images as ONE product ("im2col"): the weights [M, C taps] times columns [C taps, P]; the
 * column of a window holds the pixels under its taps. While columns are built, the N pictures of the batch are stored
 * side by side at each pixel, in rows of W N numbers, because short rows are slow to copy.
 */
export function im2colConvolution(
  { node, inputs: [x, weights, bias], layout }: RuleContext,
  [n, channels, height, width]: readonly number[],
  [filters]: readonly number[],
): Value[] {
  const windows = windowsOf(node.attributes);
  const [down, across] = windowCounts([height, width], windows);
  const pixels = transpose(reshape(layout.of(x), [channels, n, height * width]), [0, 2, 1]);
  const rows = reshape(pixels, [channels, 1, height, width * n]);
  const product = matMul(reshape(weights, [filters, -1]), underTaps(rows, overRows(windows, n)));
  const result = transpose(reshape(biased(product, bias), [filters, down * across, n]), [0, 2, 1]);
  return [layout.image(reshape(result, [filters, n, down, across]))];
}

/** The same windows over rows in which each pixel is `lanes` numbers wide. */
function overRows({ kernel, strides, pads, dilations }: Windows, lanes: number): Windows {
  const [top, left, bottom, right] = pads;
  return {
    kernel,
    strides,
    pads: [top, left * lanes, bottom, right * lanes],
    dilations: [dilations[0], dilations[1] * lanes],
  };
}

/** [C, 1, H, W'] -> [C taps, P]: the pixels under each tap, ordered by channel, then by tap. */
function underTaps(rows: Value, windows: Windows): Value {
  const [channels, , ...space] = sizes(rows.shape);
  const counts = windowCounts(space, windows);
  const padded = withinZeros(rows, windows);
  const byTap = tapsOf(windows.kernel).map((tap) =>
    reshape(underTap(padded, tap, counts, windows), [channels, 1, counts[0] * counts[1]]),
  );
  return reshape(concat(byTap, 1), [channels * byTap.length, -1]);
}
