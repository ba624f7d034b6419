import { kernelsInBlocks } from '../channel-blocks.ts';
import { record } from '../ops.ts';
import { sizes, type Value } from '../value.ts';
import type { RuleContext } from './rule.ts';

/**
 * Whether this machine's blocked convolution can be used: the batch, the filters and the channels must be multiples of
 * the block size. Images with fewer channels than one block are allowed too.
 */
export function suitsBlocks({ inputs: [x, weights], layout }: RuleContext): boolean {
  const block = layout.blockFor(x);
  if (!block) return false;
  const [filters, channels] = sizes(weights.shape);
  return filters % block === 0 && (channels % block === 0 || channels < block);
}

/** A convolution without groups, its channels in blocks: the form that ONNX Runtime computes fastest. */
export function blockedConvolution({ node, inputs: [x, weights, bias], layout }: RuleContext): Value[] {
  const block = layout.blockFor(x) ?? 1;
  const image = Number(x.shape[1]) < block ? x : layout.inChannelBlocks(x);
  const inputs = [image, kernelsInBlocks(weights, block), ...(bias ? [bias] : [])];
  return [layout.imageOfChannelBlocks(record('BlockedConv', inputs, { ...node.attributes, block }))];
}
