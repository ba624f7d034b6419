import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  GraphProtoSchema,
  TensorProto_DataType as Kind,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import { toFloat16 } from '../../../src/base/float16.ts';
import { valueInfoProto } from '../../../src/graph/proto/tensors.ts';

/** A setting of a node: whole numbers, `{ f }` for fractions, words, tensors, or a graph of nodes that gives `y`. */
export type Setting =
  | number
  | string
  | readonly number[]
  | { readonly f: number | readonly number[] }
  | TensorProto
  | { readonly nodes: readonly FileNode[]; readonly y: string };

/** A node of a file: operator, names of inputs, settings, names of outputs. */
export type FileNode = readonly [
  operator: string,
  inputs: readonly string[],
  settings?: Readonly<Record<string, Setting>>,
  outputs?: readonly string[],
];

/** A file whose graph takes `x` of a shape without its batch, and gives `y`. */
export type File = {
  readonly x: readonly number[];
  readonly nodes: readonly FileNode[];
  readonly constants?: Readonly<Record<string, TensorProto>>;
  readonly opset?: number;
};

/** The bytes of a file; the output of its last node is `y` where it names none. */
export function onnxFile({ x, nodes, constants = {}, opset = 17 }: File): Uint8Array {
  const graph = create(GraphProtoSchema, {
    name: 'case',
    input: [valueInfoProto({ name: 'x', type: 'float32', shape: ['N', ...x] })],
    output: [create(ValueInfoProtoSchema, { ...valueInfoProto({ name: 'y', type: 'float32', shape: [] }) })],
    initializer: Object.entries(constants).map(([name, tensor]) => ({ ...tensor, name })),
    node: nodes.map((each, i) => nodeProto(each, i === nodes.length - 1 ? 'y' : `n${i}`)),
  });
  for (const { type } of graph.output) if (type?.value.case === 'tensorType') delete type.value.value.shape;
  const opsetImport = [
    create(OperatorSetIdProtoSchema, { domain: '', version: BigInt(opset) }),
    create(OperatorSetIdProtoSchema, { domain: 'com.microsoft', version: 1n }),
  ];
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n, opsetImport, graph }));
}

function nodeProto([operator, input, settings = {}, outputs]: FileNode, output: string) {
  const [opType, ...domain] = operator.split('.').toReversed();
  return create(NodeProtoSchema, {
    name: `node ${output}`,
    domain: domain.toReversed().join('.'),
    opType,
    input: [...input],
    output: outputs ? [...outputs] : [output],
    attribute: Object.entries(settings).map(([name, value]) => attribute(name, value)),
  });
}

function attribute(name: string, value: Setting): AttributeProto {
  return create(AttributeProtoSchema, { name, ...content(value) });
}

function content(value: Setting): MessageInitShape<typeof AttributeProtoSchema> {
  if (typeof value === 'number') return { type: AttributeType.INT, i: BigInt(value) };
  if (typeof value === 'string') return { type: AttributeType.STRING, s: new TextEncoder().encode(value) };
  if (isList(value)) return { type: AttributeType.INTS, ints: value.map(BigInt) };
  if ('nodes' in value) {
    const graph = create(GraphProtoSchema, {
      name: 'inside',
      node: value.nodes.map((each, i) => nodeProto(each, `${value.y}${i}`)),
      output: [valueInfoProto({ name: `${value.y}${value.nodes.length - 1}`, type: 'float32', shape: ['N', 4] })],
    });
    return { type: AttributeType.GRAPH, g: graph };
  }
  if (!('f' in value)) return { type: AttributeType.TENSOR, t: value };
  return typeof value.f === 'number'
    ? { type: AttributeType.FLOAT, f: value.f }
    : { type: AttributeType.FLOATS, floats: [...value.f] };
}

function isList(value: Setting): value is readonly number[] {
  return Array.isArray(value);
}

/** Floats as a file keeps them. */
export function floats32(numbers: readonly number[], shape: readonly number[] = [numbers.length]): TensorProto {
  return tensor(Kind.FLOAT, new Float32Array(numbers), shape);
}

/** Floats in half precision as a file keeps them. */
export function halves(numbers: readonly number[], shape: readonly number[] = [numbers.length]): TensorProto {
  return tensor(Kind.FLOAT16, Uint16Array.from(toFloat16(Float32Array.from(numbers))), shape);
}

/** Whole numbers as a file keeps them. */
export function wholes(numbers: readonly number[], shape: readonly number[] = [numbers.length]): TensorProto {
  return tensor(Kind.INT64, BigInt64Array.from(numbers, BigInt), shape);
}

/** Truths as a file keeps them. */
export function truths(numbers: readonly number[], shape: readonly number[] = [numbers.length]): TensorProto {
  return tensor(Kind.BOOL, Uint8Array.from(numbers), shape);
}

/** A weight without any pattern: sines. */
export function waves(...shape: number[]): TensorProto {
  const count = shape.reduce((product, size) => product * size, 1);
  return floats32(
    Array.from({ length: count }, (_, i) => Math.sin(i * 1.7 + 0.3)),
    shape,
  );
}

function tensor(dataType: Kind, { buffer }: { readonly buffer: ArrayBuffer }, shape: readonly number[]): TensorProto {
  return create(TensorProtoSchema, { dataType, dims: shape.map(BigInt), rawData: new Uint8Array(buffer) });
}
