import { create } from '@bufbuild/protobuf';
import {
  type TensorProto,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import { internalError } from '../../base/error.ts';
import { elementTypeCodes } from '../operators/element-types.ts';
import { type Dimension, type ElementType, sizes, type TensorType, type Value } from '../value.ts';

/** A constant in ONNX's form: raw little-endian numbers. */
export function tensorProto(value: Value): TensorProto {
  return create(TensorProtoSchema, {
    name: value.name,
    dims: sizes(value.shape).map(BigInt),
    dataType: elementTypeCodes[value.type],
    rawData: rawBytes(value),
  });
}

/** Name, type and shape of an input or output. */
export function valueInfoProto({ name, type, shape }: TensorType & { readonly name: string }): ValueInfoProto {
  const tensorType = create(TypeProto_TensorSchema, {
    elemType: elementTypeCodes[type],
    shape: create(TensorShapeProtoSchema, { dim: shape.map(dimensionProto) }),
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: 'tensorType', value: tensorType } }),
  });
}

function dimensionProto(size: Dimension) {
  return create(TensorShapeProto_DimensionSchema, {
    value: typeof size === 'number' ? { case: 'dimValue', value: BigInt(size) } : { case: 'dimParam', value: size },
  });
}

const typedArrays: Readonly<Record<ElementType, (numbers: ArrayLike<number>) => ArrayBufferView<ArrayBuffer>>> = {
  float32: (numbers) => new Float32Array(numbers),
  float64: (numbers) => new Float64Array(numbers),
  int64: (numbers) => new BigInt64Array(Array.from(numbers, BigInt)),
  bool: (numbers) => new Uint8Array(numbers),
};

function rawBytes({ name, type, data }: Value): Uint8Array<ArrayBuffer> {
  if (data === null) throw internalError(`${name} is not a constant`);
  const { buffer, byteOffset, byteLength } = typedArrays[type](data);
  return new Uint8Array(buffer, byteOffset, byteLength);
}
