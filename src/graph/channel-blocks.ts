import { record, reshape, transpose } from './ops.ts';
import { sizes, type Value } from './value.ts';

/*
 * ONNX Runtime's order of images and kernels in its fastest convolutions: channels in blocks of B, the channels of a
 * block side by side. A value bears the shape it has without blocks; only its numbers lie in another order.
 */

/** An image [N, C, H, W] as [N, C / B, H, W, B]. C must be a multiple of B. */
export function toChannelBlocks(x: Value, block: number): Value {
  return record('ToChannelBlocks', [x], { block });
}

/** Back from blocks to [N, C, H, W]. */
export function fromChannelBlocks(x: Value, block: number): Value {
  return record('FromChannelBlocks', [x], { block });
}

/** An image in blocks with its blocks as axes of their own: [N, C / B, H, W, B]. */
export function lanesOf(x: Value, block: number): Value {
  const [n, channels, ...space] = sizes(x.shape);
  return reshape(x, [n, channels / block, ...space, block]);
}

/**
 * Kernels [M, C, kh, kw] as [M / B, C / B, kh, kw, B (of C), B (of M)]; those of images with fewer than B channels,
 * which are no blocks, as [M / B, C, kh, kw, B].
 */
export function kernelsInBlocks(weights: Value, block: number): Value {
  const [filters, channels, ...kernel] = sizes(weights.shape);
  const taps = kernel.reduce((a, b) => a * b);
  const filtersLast = transpose(reshape(weights, [filters / block, block, channels * taps]), [0, 2, 1]);
  if (channels < block) return reshape(filtersLast, weights.shape);
  // In two steps that ONNX Runtime takes ten times as fast as one of five axes.
  const channelsAside = reshape(filtersLast, [(filters * channels) / (block * block), block, taps, block]);
  return reshape(transpose(channelsAside, [0, 2, 1, 3]), weights.shape);
}
