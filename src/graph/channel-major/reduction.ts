import { integer } from '../node.ts';
import { record, transpose } from '../ops.ts';
import { constantNumbers } from '../value.ts';
import type { Rule } from './rule.ts';

/** Over height and width: what is left, [N, C], is turned after it has become small. */
export const overSpace: Rule = ({ node, inputs: [x, axes], layout }) => {
  const form = layout.known(x);
  if (!form || constantNumbers(axes).join() !== '2,3') return null;
  const reduced = record(node.operator, [form, axes], node.attributes);
  return [integer(node.attributes, 'keepdims') === 1 ? layout.image(reduced) : transpose(reduced)];
};
