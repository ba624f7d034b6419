import { internalError } from '../base/error.ts';
import type { Dimension, Shape } from './value.ts';

/**
 * The shape of operands that are broadcast against each other (ONNX multidirectional broadcasting): shapes are aligned
 * at the last axis, and axes of size 1 are stretched. Throws `internal` where sizes disagree.
 */
export function broadcastShapes(operands: readonly { readonly shape: Shape }[]): Shape {
  const rank = Math.max(...operands.map(({ shape }) => shape.length));
  return Array.from({ length: rank }, (_, axis) =>
    operands.map(({ shape }) => shape[axis - rank + shape.length] ?? 1).reduce(stretched),
  );
}

function stretched(a: Dimension, b: Dimension): Dimension {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  throw internalError(`sizes ${a} and ${b} cannot be broadcast`);
}
