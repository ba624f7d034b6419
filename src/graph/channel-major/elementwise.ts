import { commonGraph } from '../graph.ts';
import type { Node } from '../node.ts';
import { reshape, transpose } from '../ops.ts';
import type { Value } from '../value.ts';
import type { Layout } from './layout.ts';
import type { Rule } from './rule.ts';

/**
 * The rule of elementwise operators with one image: the same node, applied to the layout in which the image is held.
 * Other inputs must not depend on axes.
 */
export const unaryRule: Rule = ({ node, inputs: [x, ...settings], layout }) => {
  const blocks = layout.channelBlocks(x);
  if (blocks) return [layout.imageOfChannelBlocks(again(node, [blocks, ...settings]))];
  const form = layout.held(x);
  return form ? [layout.image(again(node, [form, ...settings]))] : null;
};

/** The rule of poolings: the same node on the channel-major image, where windows cover height and width as before. */
export const poolingRule: Rule = ({ node, inputs: [x], layout }) => {
  const form = layout.known(x);
  return form ? [layout.image(again(node, [form]))] : null;
};

/** The rule of elementwise operators with several broadcast inputs, at least one of which is held in another layout. */
export const broadcastRule: Rule = ({ node, inputs, layout }) => {
  const held = inputs.map(layout.held).filter((form) => form !== undefined);
  if (held.length === 0 || inputs.some(({ shape }) => shape.length > 4)) return null;
  const inBlocks = held.some(({ shape }) => shape.length > 4);
  const operand = inBlocks ? blockedOperand : channelMajorOperand;
  const operands = inputs.map((input) => operand(input, layout));
  return [layout.image(again(node, operands))];
};

function again({ operator, attributes }: Node, inputs: readonly Value[]): Value {
  return commonGraph(inputs).apply(operator, inputs, attributes)[0];
}

/** An operand that is the same for the whole batch gets a block axis of size 1. */
function blockedOperand(operand: Value, layout: Layout): Value {
  if (operand.shape.length === 0) return operand;
  if (operand.shape.length === 4 && layout.blockFor(operand)) return layout.inBlocks(operand);
  const form = channelMajorOperand(operand, layout);
  return reshape(form, [...form.shape, 1]);
}

/** An operand [C, H, W] becomes [C, 1, H, W]; one with fewer axes stays as it is. */
function channelMajorOperand(operand: Value, layout: Layout): Value {
  const { shape } = operand;
  if (shape.length === 4) return layout.of(operand);
  if (shape.length < 3) return operand;
  return transpose(reshape(operand, [1, ...shape]), [1, 0, 2, 3]);
}
