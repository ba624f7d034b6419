import { kernelsInBlocks } from '../channel-blocks.ts';
import { record } from '../ops.ts';
import { sizes, type Value } from '../value.ts';
import type { Occasion } from './rule.ts';

/**
 * Whether this machine convolves the images in blocks of channels: their number, the filters' and the batch's must fill
 * blocks (an image of fewer channels than a block needs none).
 */
export function suitsBlocks({ inputs: [x, weights], layout }: Occasion): boolean {
  const block = layout.blockFor(x);
  if (!block) return false;
  const [filters, channels] = sizes(weights.shape);
  return filters % block === 0 && (channels % block === 0 || channels < block);
}

/** A convolution without groups, its channels in blocks: the form that ONNX Runtime computes fastest. */
export function dense({ node, inputs: [x, weights, bias], layout }: Occasion): Value[] {
  const block = layout.blockFor(x) ?? 1;
  const image = Number(x.shape[1]) < block ? x : layout.inChannelBlocks(x);
  const inputs = [image, kernelsInBlocks(weights, block), ...(bias ? [bias] : [])];
  return [layout.imageOfChannelBlocks(record('BlockedConv', inputs, { ...node.attributes, block }))];
}
