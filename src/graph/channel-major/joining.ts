import { integer } from '../node.ts';
import { concat } from '../ops.ts';
import type { Rule } from './rule.ts';

/** The axis of each axis in the channel-major form, and in blocks, but for the batch, which is two axes there. */
const axes = [1, 0, 2, 3];

/** Images side by side along any axis. */
export const joining: Rule = ({ node, inputs, layout }) => {
  const held = inputs.map(layout.held).filter((form) => form !== undefined);
  if (held.length === 0) return null;
  const axis = integer(node.attributes, 'axis');
  const inBlocks = axis > 0 && held.some(({ shape }) => shape.length > 4);
  return [layout.image(concat(inputs.map(inBlocks ? layout.inBlocks : layout.of), axes[axis]))];
};
