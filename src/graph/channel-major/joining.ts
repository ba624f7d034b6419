import { integer } from '../node.ts';
import { concat } from '../ops.ts';
import type { Rule } from './rule.ts';

/** The axis of each axis in the channel-major form. */
const axes = [1, 0, 2, 3];

/** Images side by side along any axis. */
export const joining: Rule = ({ node, inputs, layout }) => {
  if (!inputs.some((input) => layout.known(input))) return null;
  return [layout.image(concat(inputs.map(layout.of), axes[integer(node.attributes, 'axis')]))];
};
