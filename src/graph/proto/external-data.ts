import { clearField, toBinary } from '@bufbuild/protobuf';
import {
  type GraphProto,
  ModelProtoSchema,
  type TensorProto,
  TensorProto_DataLocation,
  TensorProtoSchema,
} from 'onnx-buf';
import { badModel, parseOnnx } from './parse-onnx.ts';

/** A range of bytes in a file beside a model. */
export type ByteRange = {
  /** The file's path, relative to the model's folder, with `/`. It never leaves that folder. */
  readonly location: string;
  /** Index of the first byte. */
  readonly offset: number;
  /** Number of bytes; undefined: up to the end of the file. */
  readonly length: number | undefined;
};

/**
 * Gives a model that contains all its weights; `read` gives the bytes of those that are stored in other files. A model
 * without such weights is returned as it is. Throws `bad-model` for bytes that are no model, for paths that leave the
 * model's folder, and for ranges that do not fit their tensor; also what `read` throws.
 */
export async function withExternalData(
  model: Uint8Array,
  read: (stretch: ByteRange) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const { parsed, graph } = parseOnnx(model);
  const outside = tensorsOf(graph).filter(({ dataLocation }) => dataLocation === TensorProto_DataLocation.EXTERNAL);
  if (outside.length === 0) return model;
  for (const tensor of outside) {
    const stretch = stretchOf(tensor);
    const bytes = await read(stretch);
    if (stretch.length !== undefined && bytes.byteLength !== stretch.length)
      throw badModel(`${stretch.location} is cut short: ${tensor.name} is missing`, `${stretch.length} bytes more`);
    tensor.rawData = new Uint8Array(bytes);
    tensor.externalData = [];
    clearField(tensor, TensorProtoSchema.field.dataLocation);
  }
  return toBinary(ModelProtoSchema, parsed);
}

/** The initialisers and constants of a graph, including those of the graphs inside its nodes. */
function tensorsOf({ initializer, node }: GraphProto): TensorProto[] {
  const inside = node.flatMap(({ attribute }) =>
    attribute.flatMap(({ t, tensors, g }) => [...(t ? [t] : []), ...tensors, ...(g ? tensorsOf(g) : [])]),
  );
  return [...initializer, ...inside];
}

function stretchOf({ name, externalData }: TensorProto): ByteRange {
  const entries = new Map(externalData.map(({ key, value }) => [key, value]));
  const location = entries.get('location') ?? '';
  if (!staysInside(location))
    throw badModel(`the weight ${name} is stored in ${location}`, "a path within the model's folder");
  const length = entries.get('length');
  return {
    location,
    offset: Number(entries.get('offset') ?? 0),
    length: length === undefined ? undefined : Number(length),
  };
}

function staysInside(path: string): boolean {
  return !/[\\:\0]/.test(path) && !path.split('/').some((part) => part === '' || part === '..');
}
