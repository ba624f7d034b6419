import { record, relu } from '../ops.ts';
import type { Value } from '../value.ts';
import { overPictures } from './elementwise.ts';
import type { Layout } from './layout.ts';
import type { Rule } from './rule.ts';

/**
 * In blocks of channels, which windows run over fastest. The largest of what ReLU left is ReLU of the largest, which has
 * fewer numbers to look at, forward and backward.
 */
export const maxPool: Rule = (occasion) => {
  const {
    node,
    inputs: [x],
    layout,
  } = occasion;
  const block = layout.blockFor(x);
  if (!block || layout.held(x) || Number(x.shape[1]) % block > 0) return overPictures(occasion);
  const pooled = (form: Value) => record('BlockedMaxPool', [form], { ...node.attributes, block });
  const before = beforeRelu(x, layout);
  return [layout.imageOfChannelBlocks(before ? relu(pooled(before)) : pooled(layout.inChannelBlocks(x)))];
};

/** In blocks, the image whose ReLU this is, if it is one. */
function beforeRelu(x: Value, layout: Layout): Value | null {
  const form = layout.channelBlocks(x);
  const maker = x.graph.makerOf(form ?? x);
  if (maker?.operator !== 'Relu') return null;
  return form ? maker.inputs[0] : layout.inChannelBlocks(maker.inputs[0]);
}
