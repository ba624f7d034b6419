import { TensorProto_DataType as Kind, type TensorProto, TensorProto_DataLocation } from 'onnx-buf';
import { fromFloat16 } from '../../base/float16.ts';
import type { ElementType } from '../value.ts';
import { badModel } from './parse-onnx.ts';

/** A constant of a file: row-major numbers, converted to the nearest of our element types. */
export type Constant = {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: Float32Array | readonly number[];
};

/**
 * Our element type for one of ONNX's: every float becomes float32, every whole number int64. Undefined for strings,
 * complex numbers and integers below eight bits.
 */
export function elementTypeWithin(kind: number): ElementType | undefined {
  if (kind in floatReaders) return 'float32';
  if (kind in integerReaders) return 'int64';
  return kind === Kind.BOOL ? 'bool' : undefined;
}

/**
 * Reads a constant. Throws `bad-model` for element types that our graphs do not have, and for numbers in other files.
 */
export function readTensor(tensor: TensorProto): Constant {
  const { name, dims, dataType, dataLocation } = tensor;
  if (dataLocation === TensorProto_DataLocation.EXTERNAL)
    throw badModel(`the numbers of ${name} are in another file`, 'a model that contains its weights');
  const type = elementTypeWithin(dataType);
  if (!type) throw badModel(`${name} holds ${Kind[dataType]}`, 'numbers');
  const data = type === 'float32' ? floatReaders[dataType](tensor) : wholeNumbers(tensor);
  const shape = dims.map(Number);
  if (data.length !== shape.reduce((product, size) => product * size, 1))
    throw badModel(`${name} has ${data.length} numbers for [${shape.join(', ')}]`, 'as many numbers as its shape says');
  return { type, shape, data };
}

type Elements<T> = { readonly BYTES_PER_ELEMENT: number; new (buffer: ArrayBuffer, at: number, length: number): T };

/** The raw bytes as an array of `Type`; copied where they are not aligned to its size. */
function raw<T>(Type: Elements<T>, { rawData }: TensorProto): T {
  const count = rawData.byteLength / Type.BYTES_PER_ELEMENT;
  // Not `slice`: for a Buffer of Node, `slice` makes no copy.
  const aligned = rawData.byteOffset % Type.BYTES_PER_ELEMENT === 0 ? rawData : new Uint8Array(rawData);
  return new Type(aligned.buffer, aligned.byteOffset, count);
}

const floatReaders: Readonly<Record<number, (tensor: TensorProto) => Float32Array>> = {
  [Kind.FLOAT]: (tensor) =>
    tensor.rawData.length > 0 ? raw(Float32Array, tensor) : Float32Array.from(tensor.floatData),
  [Kind.DOUBLE]: (tensor) =>
    Float32Array.from(tensor.rawData.length > 0 ? raw(Float64Array, tensor) : tensor.doubleData),
  [Kind.FLOAT16]: (tensor) => fromFloat16(halves(tensor)),
  // A bfloat16 is the upper half of a float32.
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
