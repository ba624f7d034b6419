import { internalError } from '../base/error.ts';
import type { Matrix } from '../base/matrix.ts';
import type { Tensor } from './runtime.ts';

/** Wraps `data` as a float32 tensor, not copied. */
export function floatTensor(data: Float32Array, shape: readonly number[] = [data.length]): Tensor {
  return { type: 'float32', shape, data };
}

/** Whole numbers as an int64 tensor, the type of indices and labels in ONNX. */
export function indexTensor(values: ArrayLike<number>, shape: readonly number[] = [values.length]): Tensor {
  return { type: 'int64', shape, data: new BigInt64Array(Array.from(values, BigInt)) };
}

/** Wraps a matrix as a tensor [rows, columns], not copied. */
export function matrixTensor({ rows, columns, data }: Matrix): Tensor {
  return floatTensor(data, [rows, columns]);
}

/** The numbers of a float32 tensor. Throws `internal` for another type. */
export function floats({ type, data }: Tensor): Float32Array {
  if (type !== 'float32') throw internalError(`a ${type} tensor where float32 was expected`);
  return data;
}
