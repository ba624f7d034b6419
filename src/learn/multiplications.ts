import type { Node } from '../graph/node.ts';
import { elementCount, sizes } from '../graph/value.ts';

/** Multiplications of a node whose shapes are known: those of convolutions and matrix products, which are nearly all. */
export function multiplications({ operator, inputs, outputs: [output] }: Node): number {
  if (operator === 'Conv') return elementCount(output.shape) * elementCount(inputs[1].shape.slice(1));
  if (operator === 'ConvTranspose') return elementCount(inputs[0].shape) * elementCount(inputs[1].shape.slice(1));
  if (operator === 'MatMul') return elementCount(output.shape) * sizes(inputs[0].shape.slice(-1))[0];
  return 0;
}
