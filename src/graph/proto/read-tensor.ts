import { TensorProto_DataType as Kind, type TensorProto, TensorProto_DataLocation } from 'onnx-buf';
import { fromFloat16 } from '../../base/float16.ts';
import type { ElementType } from '../value.ts';
import { badModel } from './parse-onnx.ts';

/** A constant of a file: row-major numbers in the nearest of our element types. */
export type Constant = {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: Float32Array | readonly number[];
};

/**
 * What our graphs hold of ONNX's element types: every float is a float32, every whole number an int64. Undefined for
 * texts, complex numbers and what quantised models use below eight bits.
 */
export function elementTypeWithin(kind: number): ElementType | undefined {
  if (kind in floatReaders) return 'float32';
  if (kind in integerReaders) return 'int64';
  return kind === Kind.BOOL ? 'bool' : undefined;
}

/** Reads a constant. Throws `bad-model` for element types that no graph of ours holds, and for numbers kept elsewhere. */
export function readTensor(tensor: TensorProto): Constant {
  const { name, dims, dataType, dataLocation } = tensor;
  if (dataLocation === TensorProto_DataLocation.EXTERNAL)
    throw badModel(`the numbers of ${name} lie in another file`, 'a model that holds its weights');
  const type = elementTypeWithin(dataType);
  if (!type) throw badModel(`${name} holds ${Kind[dataType]}`, 'numbers');
  const data = type === 'float32' ? floatReaders[dataType](tensor) : wholeNumbers(tensor);
  const shape = dims.map(Number);
  if (data.length !== shape.reduce((product, size) => product * size, 1))
    throw badModel(`${name} has ${data.length} numbers for [${shape.join(', ')}]`, 'as many numbers as its shape says');
  return { type, shape, data };
}

type Elements<T> = { readonly BYTES_PER_ELEMENT: number; new (buffer: ArrayBuffer, at: number, length: number): T };

/** The raw bytes as an array of `Type`; copied where they do not lie on a multiple of its size. */
function raw<T>(Type: Elements<T>, { rawData }: TensorProto): T {
  const count = rawData.byteLength / Type.BYTES_PER_ELEMENT;
  // Not `slice`: of a Buffer of Node that is no copy.
  const aligned = rawData.byteOffset % Type.BYTES_PER_ELEMENT === 0 ? rawData : new Uint8Array(rawData);
  return new Type(aligned.buffer, aligned.byteOffset, count);
}

const floatReaders: Readonly<Record<number, (tensor: TensorProto) => Float32Array>> = {
  [Kind.FLOAT]: (tensor) =>
    tensor.rawData.length > 0 ? raw(Float32Array, tensor) : Float32Array.from(tensor.floatData),
  [Kind.DOUBLE]: (tensor) =>
    Float32Array.from(tensor.rawData.length > 0 ? raw(Float64Array, tensor) : tensor.doubleData),
  [Kind.FLOAT16]: (tensor) => fromFloat16(halves(tensor)),
  // The upper half of a float32.
  [Kind.BFLOAT16]: (tensor) => new Float32Array(Uint32Array.from(halves(tensor), (bits) => bits << 16).buffer),
};

function halves(tensor: TensorProto): Uint16Array {
  return tensor.rawData.length > 0 ? raw(Uint16Array, tensor) : Uint16Array.from(tensor.int32Data);
}

type Whole = ArrayLike<number> | ArrayLike<bigint>;

const integerReaders: Readonly<Record<number, (tensor: TensorProto) => Whole>> = {
  [Kind.INT64]: (tensor) => (tensor.rawData.length > 0 ? raw(BigInt64Array, tensor) : tensor.int64Data),
  [Kind.UINT64]: (tensor) => (tensor.rawData.length > 0 ? raw(BigUint64Array, tensor) : tensor.uint64Data),
  [Kind.UINT32]: (tensor) => (tensor.rawData.length > 0 ? raw(Uint32Array, tensor) : tensor.uint64Data),
  [Kind.INT32]: (tensor) => (tensor.rawData.length > 0 ? raw(Int32Array, tensor) : tensor.int32Data),
  [Kind.INT16]: (tensor) => (tensor.rawData.length > 0 ? raw(Int16Array, tensor) : tensor.int32Data),
  [Kind.UINT16]: (tensor) => (tensor.rawData.length > 0 ? raw(Uint16Array, tensor) : tensor.int32Data),
  [Kind.INT8]: (tensor) => (tensor.rawData.length > 0 ? raw(Int8Array, tensor) : tensor.int32Data),
  [Kind.UINT8]: (tensor) => (tensor.rawData.length > 0 ? tensor.rawData : tensor.int32Data),
};

function wholeNumbers(tensor: TensorProto): number[] {
  if (tensor.dataType === Kind.BOOL)
    return Array.from(tensor.rawData.length > 0 ? tensor.rawData : tensor.int32Data, Number);
  return Array.from<number | bigint, number>(integerReaders[tensor.dataType](tensor), Number);
}
