import { clearField, toBinary } from '@bufbuild/protobuf';
import {
  type GraphProto,
  ModelProtoSchema,
  type TensorProto,
  TensorProto_DataLocation,
  TensorProtoSchema,
} from 'onnx-buf';
import { badModel, parseOnnx } from './parse-onnx.ts';

/** A stretch of a file beside a model. */
export type Stretch = {
  /** The file's path from the model's folder, with `/`; never one that leaves it. */
  readonly location: string;
  /** First byte. */
  readonly offset: number;
  /** Bytes; to the file's end where it is undefined. */
  readonly length: number | undefined;
};

/**
 * A model that holds all of its weights: `read` gives the bytes of those that the file keeps in others. A model that
 * is whole already comes back as it was. Throws `bad-model` for bytes that are no model, for paths that leave the
 * model's folder and for stretches of another size than their tensor; and what `read` throws.
 */
export async function withExternalData(
  model: Uint8Array,
  read: (stretch: Stretch) => Promise<Uint8Array>,
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

/** The initialisers and constants of a graph and of the graphs inside its nodes. */
function tensorsOf({ initializer, node }: GraphProto): TensorProto[] {
  const inside = node.flatMap(({ attribute }) =>
    attribute.flatMap(({ t, tensors, g }) => [...(t ? [t] : []), ...tensors, ...(g ? tensorsOf(g) : [])]),
  );
  return [...initializer, ...inside];
}

function stretchOf({ name, externalData }: TensorProto): Stretch {
  const entries = new Map(externalData.map(({ key, value }) => [key, value]));
  const location = entries.get('location') ?? '';
  if (!staysInside(location))
    throw badModel(`the weight ${name} lies in ${location}`, "a path within the model's folder");
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
