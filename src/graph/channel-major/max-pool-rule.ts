import { record, relu } from '../ops.ts';
import type { Value } from '../value.ts';
import { poolingRule } from './elementwise.ts';
import type { Layout } from './layout.ts';
import type { Rule } from './rule.ts';

/**
 * Max pooling in blocks of channels, where ONNX Runtime's windows are fastest. Where the image is the output of a ReLU,
 * pooling runs before the ReLU: the result is the same, and the ReLU has fewer numbers, forward and backward.
 */
export const maxPoolRule: Rule = (context) => {
  const {
    node,
    inputs: [x],
    layout,
  } = context;
  const block = layout.blockFor(x);
  if (!block || layout.held(x) || Number(x.shape[1]) % block > 0) return poolingRule(context);
  const pooled = (form: Value) => record('BlockedMaxPool', [form], { ...node.attributes, block });
  const before = beforeRelu(x, layout);
  return [layout.imageOfChannelBlocks(before ? relu(pooled(before)) : pooled(layout.inChannelBlocks(x)))];
};

/** The input, in blocks of channels, of the ReLU that gave this image; null where no ReLU gave it. */
function beforeRelu(x: Value, layout: Layout): Value | null {
  const form = layout.channelBlocks(x);
  const maker = x.graph.makerOf(form ?? x);
  if (maker?.operator !== 'Relu') return null;
  return form ? maker.inputs[0] : layout.inChannelBlocks(maker.inputs[0]);
}
