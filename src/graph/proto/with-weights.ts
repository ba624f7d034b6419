import { toBinary } from '@bufbuild/protobuf';
import { type GraphProto, TensorProto_DataType as Kind, ModelProtoSchema, type TensorProto } from 'onnx-buf';
import { toFloat16 } from '../../base/float16.ts';
import { readBy } from './file-nodes.ts';
import { badModel, parseOnnx } from './parse-onnx.ts';

/** Options of withWeights. */
export type WithWeightsOptions = {
  /**
   * How to write weights that the file stores in half precision. `float32` keeps every trained digit, in twice the
   * bytes; `float16` keeps the file's size. A weight that is used in half precision stays so in any case.
   */
  readonly halves?: 'float32' | 'float16';
};

/**
 * Replaces numbers of some initialisers (or Constant nodes) in a model's bytes, by name, row-major. A trained network
 * is written this way; a dynamic batch size stays dynamic. Throws `bad-model` where the file has no weight of a name,
 * or one of another size.
 */
export function withWeights(
  model: Uint8Array,
  weights: Readonly<Record<string, Float32Array>>,
  { halves = 'float32' }: WithWeightsOptions = {},
): Uint8Array {
  const { parsed, graph } = parseOnnx(model);
  const places = floatTensors(graph);
  for (const [name, numbers] of Object.entries(weights)) {
    const tensor = places.get(name) ?? ownTensor(graph, places, name);
    if (!tensor) throw badModel(`the model has no weight ${name}`, 'names of float initialisers');
    if (numbers.length !== tensor.dims.reduce((product, size) => product * Number(size), 1))
      throw badModel(`${numbers.length} numbers for ${name} [${tensor.dims.join(', ')}]`, 'as many as the file has');
    const wider = halves === 'float32' && tensor.dataType !== Kind.DOUBLE && isOnlyCast(graph, name);
    write(tensor, numbers, wider ? Kind.FLOAT : tensor.dataType);
    if (wider) declareFloat(graph, name);
  }
  return toBinary(ModelProtoSchema, parsed);
}

/** The float constants of a graph, including those of the graphs inside its nodes, by name. */
function floatTensors(graph: GraphProto): Map<string, TensorProto> {
  const found = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  for (const { opType, attribute, output } of graph.node) {
    for (const { name, t, g } of attribute) {
      if (opType === 'Constant' && name === 'value' && t) found.set(output[0], t);
      if (g) for (const [inner, tensor] of floatTensors(g)) found.set(inner, tensor);
    }
  }
  return new Map([...found].filter(([, { dataType }]) => dataType in encoders));
}

/** Gives a weight of its own to a name that so far was a copy of another weight, as importing does (shapes.ts). */
function ownTensor(graph: GraphProto, places: ReadonlyMap<string, TensorProto>, name: string): TensorProto | undefined {
  const copying = graph.node.find(({ opType, output }) => opType === 'Identity' && output[0] === name);
  const source = copying && (places.get(copying.input[0]) ?? ownTensor(graph, places, copying.input[0]));
  if (!source) return undefined;
  const own = { ...source, name };
  graph.node = graph.node.filter((node) => node !== copying);
  graph.initializer.push(own);
  return own;
}

/** Whether only casts read a tensor, so that its own type does not matter. */
function isOnlyCast({ node, output }: GraphProto, name: string): boolean {
  const readers = node.filter((each) => readBy(each).includes(name));
  return readers.every(({ opType }) => opType === 'Cast') && !output.some((port) => port.name === name);
}

/** Changes the declared type of an initialiser to float32, where the file declares it. */
function declareFloat(graph: GraphProto, name: string): void {
  for (const { type } of [...graph.input, ...graph.valueInfo].filter((port) => port.name === name)) {
    if (type?.value.case === 'tensorType') type.value.value.elemType = Kind.FLOAT;
  }
}

function write(tensor: TensorProto, numbers: Float32Array, kind: number): void {
  const { buffer, byteOffset, byteLength } = encoders[kind](numbers);
  tensor.dataType = kind;
  tensor.rawData = new Uint8Array(buffer, byteOffset, byteLength).slice();
  tensor.floatData = [];
  tensor.int32Data = [];
  tensor.doubleData = [];
}

const encoders: Readonly<Record<number, (numbers: Float32Array) => ArrayBufferView<ArrayBuffer>>> = {
  [Kind.FLOAT]: (numbers) => Float32Array.from(numbers),
  [Kind.DOUBLE]: (numbers) => Float64Array.from(numbers),
  [Kind.FLOAT16]: (numbers) => Uint16Array.from(toFloat16(numbers)),
  [Kind.BFLOAT16]: (numbers) => Uint16Array.from(new Uint32Array(Float32Array.from(numbers).buffer), upperHalf),
};

/** The upper half of a float32's bits, rounded half to even. */
function upperHalf(bits: number): number {
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}
