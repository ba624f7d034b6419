import { record, reshape, transpose } from './ops.ts';
import { sizes, type Value } from './value.ts';

/*
 * ONNX Runtime's layout of images and kernels in its fastest convolutions (NCHWc): channels are grouped in blocks of B,
 * and the channels of a block are stored side by side. The shape of such a value is still written without blocks,
 * [N, C, H, W]; only the order of its numbers differs.
 */

/** Reorders an image [N, C, H, W] to [N, C / B, H, W, B]. C must be a multiple of B. */
export function toChannelBlocks(x: Value, block: number): Value {
  return record('ToChannelBlocks', [x], { block });
}

/** Reorders an image in channel blocks back to [N, C, H, W]. */
export function fromChannelBlocks(x: Value, block: number): Value {
  return record('FromChannelBlocks', [x], { block });
}

/** Reshapes an image in channel blocks so that the blocks are axes of their own: [N, C / B, H, W, B]. */
export function lanesOf(x: Value, block: number): Value {
  const [n, channels, ...space] = sizes(x.shape);
  return reshape(x, [n, channels / block, ...space, block]);
}

/**
 * Reorders kernels [M, C, kh, kw] to [M / B, C / B, kh, kw, B (of C), B (of M)]. Kernels with fewer than B channels,
 * which fill no block, become [M / B, C, kh, kw, B].
 */
export function kernelsInBlocks(weights: Value, block: number): Value {
  const [filters, channels, ...kernel] = sizes(weights.shape);
  const taps = kernel.reduce((a, b) => a * b);
  const filtersLast = transpose(reshape(weights, [filters / block, block, channels * taps]), [0, 2, 1]);
  if (channels < block) return reshape(filtersLast, weights.shape);
  // Two transpositions of few axes: ONNX Runtime does them ten times as fast as one of five axes.
  const channelsAside = reshape(filtersLast, [(filters * channels) / (block * block), block, taps, block]);
  return reshape(transpose(channelsAside, [0, 2, 1, 3]), weights.shape);
}
