import { integer } from '../node.ts';
import { record, reshape, transpose } from '../ops.ts';
import { constantNumbers } from '../value.ts';
import type { Rule } from './rule.ts';

/**
 * The rule of reductions over height and width. The result [N, C] is transposed after the reduction, when it is small.
 */
export const reductionRule: Rule = ({ node, inputs: [x, axes], layout }) => {
  const form = layout.held(x);
  if (!form || constantNumbers(axes).join() !== '2,3') return null;
  const reduced = record(node.operator, [form, axes], node.attributes);
  if (integer(node.attributes, 'keepdims') === 1) return [layout.image(reduced)];
  return [transpose(reshape(reduced, [Number(form.shape[0]), -1]))];
};
