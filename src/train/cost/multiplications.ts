import type { Node } from '../../graph/node.ts';
import type { Dimension, Shape } from '../../graph/value.ts';

/**
 * Multiplications of a node for one picture: those of convolutions and matrix products, which are nearly all. The batch
 * of its graph is one picture, or not known yet.
 */
export function multiplications({ operator, inputs, outputs: [output] }: Node): number {
  if (operator === 'Conv') return countPerPicture(output.shape) * countPerPicture(inputs[1].shape.slice(1));
  if (operator === 'ConvTranspose') return countPerPicture(inputs[0].shape) * countPerPicture(inputs[1].shape.slice(1));
  if (operator === 'MatMul') return countPerPicture(output.shape) * countPerPicture(inputs[0].shape.slice(-1));
  return 0;
}

/** Numbers in a tensor of this shape, where a size that is not known yet counts as one picture. */
export function countPerPicture(shape: Shape): number {
  return shape.reduce<number>((product, size) => product * known(size), 1);
}

function known(size: Dimension): number {
  return typeof size === 'number' ? size : 1;
}
