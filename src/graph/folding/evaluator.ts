import type { Attributes } from '../node.ts';
import { constantNumbers, sizes, type TensorType, type Value } from '../value.ts';

/** Computes the first output of a node whose inputs are all constants; `output` is its inferred type. */
export type Evaluator = (
  inputs: readonly Value[],
  attributes: Attributes,
  output: TensorType,
) => Float32Array | readonly number[];

/** Places in a tensor of this shape, row-major: how far one step along each axis leads. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

/** Every place of a tensor of this shape, row-major, as coordinates. */
export function coordinates(shape: readonly number[]): number[][] {
  const strides = stridesOf(shape);
  const count = shape.reduce((product, size) => product * size, 1);
  return Array.from({ length: count }, (_, i) => shape.map((size, axis) => Math.floor(i / strides[axis]) % size));
}

/** Where coordinates lie in a tensor of these strides. */
export function offset(at: readonly number[], strides: readonly number[]): number {
  return strides.reduce((sum, stride, axis) => sum + stride * at[axis], 0);
}

/** Gives each place of the output the number at a place of `from`, which `source` finds by coordinates. */
export function moved(from: Value, output: TensorType, source: (at: readonly number[]) => readonly number[]): number[] {
  const [numbers, strides] = [constantNumbers(from), stridesOf(sizes(from.shape))];
  return coordinates(sizes(output.shape)).map((at) => numbers[offset(source(at), strides)]);
}

/** The numbers of a constant, spread over `output`'s shape by broadcasting. */
export function spread(value: Value, output: TensorType): number[] {
  const shape = sizes(value.shape);
  if (shape.length === output.shape.length && shape.every((size, axis) => size === output.shape[axis]))
    return constantNumbers(value);
  return moved(value, output, (at) => {
    const lead = at.length - shape.length;
    return shape.map((size, axis) => (size === 1 ? 0 : at[axis + lead]));
  });
}
