import type { ReplayOptions } from '../replay.ts';
import { rules } from './catalogue.ts';
import { layout } from './layout.ts';
import type { Products } from './products.ts';

/** Options of channelMajor. */
export type ChannelMajorOptions = {
  /**
   * Block size of this machine's blocked convolution (runtime/block-size.ts), here a number of pictures. With it,
   * depthwise convolutions are several times faster. Null or absent: no blocks. Another machine's number gives wrong
   * results.
   */
  readonly block?: number | null;
};

/**
 * A rewrite for `replay` that makes convolutional networks train fast. Images are held as [C, N, H, W], so that
 * convolutions become a few large matrix products. ONNX Runtime computes these near the processor's peak speed, and
 * their gradients are such products too. Results stay the same up to rounding. Make a new rewrite for each replay.
 */
export function channelMajor({ block = null }: ChannelMajorOptions = {}): NonNullable<ReplayOptions['rewrite']> {
  const [forms, products]: [ReturnType<typeof layout>, Products] = [layout(block), new Map()];
  return (node, inputs) => rules[node.operator]?.({ node, inputs, layout: forms, products }) ?? null;
}
