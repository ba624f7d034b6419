import { integer } from '../node.ts';
import { concat } from '../ops.ts';
import type { Rule } from './rule.ts';

/**
 * The channel-major axis of each axis of [N, C, H, W]. Blocks have the same axes, except for the batch, which is two
 * axes there.
 */
const axes = [1, 0, 2, 3];

/** The rule of Concat, along any axis. */
export const concatRule: Rule = ({ node, inputs, layout }) => {
  const forms = inputs.map(layout.held).filter((form) => form !== undefined);
  if (forms.length === 0) return null;
  const axis = integer(node.attributes, 'axis');
  const inBlocks = axis > 0 && forms.some(({ shape }) => shape.length > 4);
  return [layout.image(concat(inputs.map(inBlocks ? layout.inBlocks : layout.of), axes[axis]))];
};
