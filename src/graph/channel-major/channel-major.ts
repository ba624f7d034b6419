import type { ReplayOptions } from '../replay.ts';
import { rules } from './catalogue.ts';
import { layout } from './layout.ts';
import type { Products } from './products.ts';

/** How images are held. */
export type ChannelMajorOptions = {
  /**
   * Pictures that this machine's blocked convolution takes at a time (runtime/block-size.ts): depthwise
   * convolutions are then several times faster. Null or absent: none. Another machine's number gives wrong results.
   */
  readonly block?: number | null;
};

/**
 * A rewrite for `replay` after which convolutional networks learn fast: images are held as [C, N, H, W], so that
 * convolutions become few large matrix products, which ONNX Runtime does near the processor's peak, and whose
 * gradients are such products too. What is computed stays the same up to rounding. For one replay.
 */
export function channelMajor({ block = null }: ChannelMajorOptions = {}): NonNullable<ReplayOptions['rewrite']> {
  const [forms, products]: [ReturnType<typeof layout>, Products] = [layout(block), new Map()];
  return (node, inputs) => rules[node.operator]?.({ node, inputs, layout: forms, products }) ?? null;
}
