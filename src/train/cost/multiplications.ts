import type { Node } from '../../graph/node.ts';
import type { Dimension, Shape } from '../../graph/value.ts';

/**
 * Multiplications of a node for one picture, counting only convolutions and matrix products, which are nearly all. The
 * batch size in its graph must be one or unknown.
 */
export function multiplications({ operator, inputs, outputs: [output] }: Node): number {
  if (operator === 'Conv') return countPerPicture(output.shape) * countPerPicture(inputs[1].shape.slice(1));
  if (operator === 'ConvTranspose') return countPerPicture(inputs[0].shape) * countPerPicture(inputs[1].shape.slice(1));
  if (operator === 'MatMul') return countPerPicture(output.shape) * countPerPicture(inputs[0].shape.slice(-1));
  return 0;
}

/** Number of elements of a tensor for one picture. An unknown size counts as 1. */
export function countPerPicture(shape: Shape): number {
  return shape.reduce<number>((product, size) => product * known(size), 1);
}

function known(size: Dimension): number {
  return typeof size === 'number' ? size : 1;
}
