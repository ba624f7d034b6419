import type { Tensor } from '../../runtime/runtime.ts';

/** Rows `start` to `end` - 1 of a tensor along its first axis, as a view of the same memory. */
export function tensorRows(tensor: Tensor, start: number, end: number): Tensor {
  const [, ...rest] = tensor.shape;
  const size = rest.reduce((product, each) => product * each, 1);
  const shape = [end - start, ...rest];
  if (tensor.type === 'float32') return { ...tensor, shape, data: tensor.data.subarray(start * size, end * size) };
  return { ...tensor, shape, data: tensor.data.subarray(start * size, end * size) };
}
