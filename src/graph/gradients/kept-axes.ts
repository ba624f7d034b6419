import { integer, type Node } from '../node.ts';
import { reshape } from '../shortcuts.ts';
import { constantNumbers, type Value } from '../value.ts';

/**
 * Reshapes a value of a reduction's output shape: the reduced axes come back with size 1, to broadcast over the input.
 */
export function withKeptAxes({ inputs: [x, axes], attributes }: Node, value: Value): Value {
  if (integer(attributes, 'keepdims') === 1) return value;
  const reduced = new Set(constantNumbers(axes));
  return reshape(
    value,
    x.shape.map((size, axis) => (reduced.has(axis) ? 1 : size)),
  );
}
