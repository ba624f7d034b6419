import { commonGraph } from '../graph.ts';
import { reshape, transpose } from '../ops.ts';
import type { Value } from '../value.ts';
import type { Layout } from './layout.ts';
import type { Rule } from './rule.ts';

/** One image, and settings that know no axes: the same node on the channel-major form. */
export const alike: Rule = ({ node, inputs: [x, ...settings], layout }) => {
  const form = layout.known(x);
  if (!form) return null;
  const inputs = [form, ...settings];
  return [layout.image(commonGraph(inputs).apply(node.operator, inputs, node.attributes)[0])];
};

/** Operands that are spread over each other, at least one of them known in channel-major form. */
export const spread: Rule = ({ node, inputs, layout }) => {
  if (!inputs.some((input) => layout.known(input)) || inputs.some(({ shape }) => shape.length > 4)) return null;
  const forms = inputs.map((input) => channelMajorOperand(input, layout));
  return [layout.image(commonGraph(forms).apply(node.operator, forms, node.attributes)[0])];
};

/** An operand of fewer axes has size 1 in front of them. */
function channelMajorOperand(operand: Value, layout: Layout): Value {
  const { shape } = operand;
  if (shape.length === 4) return layout.of(operand);
  if (shape.length < 3) return operand;
  return transpose(reshape(operand, [1, ...shape]), [1, 0, 2, 3]);
}
