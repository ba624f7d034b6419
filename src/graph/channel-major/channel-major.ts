import type { ReplayOptions } from '../replay.ts';
import { rules } from './catalogue.ts';
import { layout } from './layout.ts';
import type { Products } from './products.ts';

/**
 * A rewrite for `replay` after which convolutional networks learn fast: images are held as [C, N, H, W], so that
 * convolutions become few large matrix products, which ONNX Runtime does near the processor's peak, and whose
 * gradients are such products too. What is computed stays the same up to rounding. For one replay.
 */
export function channelMajor(): NonNullable<ReplayOptions['rewrite']> {
  const [forms, products]: [ReturnType<typeof layout>, Products] = [layout(), new Map()];
  return (node, inputs) => rules[node.operator]?.({ node, inputs, layout: forms, products }) ?? null;
}
