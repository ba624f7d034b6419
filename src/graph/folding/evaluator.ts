import type { Attributes } from '../node.ts';
import { constantNumbers, sizes, type TensorType, type Value } from '../value.ts';

/** Computes the first output of a node whose inputs are all constants. `output` is its inferred type and shape. */
export type Evaluator = (
  inputs: readonly Value[],
  attributes: Attributes,
  output: TensorType,
) => Float32Array | readonly number[];

/** The row-major strides of a shape: how far one step along each axis moves in the flat array. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

/** The coordinates of every element of a tensor of this shape, in row-major order. */
export function coordinates(shape: readonly number[]): number[][] {
  const strides = stridesOf(shape);
  const count = shape.reduce((product, size) => product * size, 1);
  return Array.from({ length: count }, (_, i) => shape.map((size, axis) => Math.floor(i / strides[axis]) % size));
}

/** The flat index of coordinates in a tensor with these strides. */
export function offset(at: readonly number[], strides: readonly number[]): number {
  return strides.reduce((sum, stride, axis) => sum + stride * at[axis], 0);
}

/** Fills each element of the output from an element of `from`; `source` maps output coordinates to those in `from`. */
export function moved(from: Value, output: TensorType, source: (at: readonly number[]) => readonly number[]): number[] {
  const [numbers, strides] = [constantNumbers(from), stridesOf(sizes(from.shape))];
  return coordinates(sizes(output.shape)).map((at) => numbers[offset(source(at), strides)]);
}

/** The numbers of a constant, broadcast to the shape of `output`. */
export function broadcastNumbers(value: Value, output: TensorType): number[] {
  const shape = sizes(value.shape);
  if (shape.length === output.shape.length && shape.every((size, axis) => size === output.shape[axis]))
    return constantNumbers(value);
  return moved(value, output, (at) => {
    const lead = at.length - shape.length;
    return shape.map((size, axis) => (size === 1 ? 0 : at[axis + lead]));
  });
}
