import { fromBinary } from '@bufbuild/protobuf';
import { type GraphProto, type ModelProto, ModelProtoSchema } from 'onnx-buf';
import { DiscernError } from '../../base/error.ts';

/** The oldest operator set whose nodes have the same meaning as ours. */
const oldestOpset = 11;

/** Parses an ONNX file to a tree that may be changed. Throws `bad-model` where the bytes are no ONNX file. */
export function parseOnnx(model: Uint8Array): { readonly parsed: ModelProto; readonly graph: GraphProto } {
  const parsed = decoded(model);
  if (!parsed.graph || parsed.graph.output.length === 0)
    throw badModel('the file holds no graph', 'a model with outputs');
  // Before version 4 of the file format, every constant also had to be an input.
  if (parsed.irVersion < 4n) parsed.irVersion = 4n;
  return { parsed, graph: parsed.graph };
}

/** The version of the standard operators that a model uses. Throws `unsupported` where our nodes need a newer one. */
export function opsetOf({ opsetImport }: ModelProto): number {
  const version = Number(opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 0);
  if (version >= oldestOpset) return version;
  throw new DiscernError('unsupported', `the model's operator set ${version} is too old`, {
    given: `an ONNX model of operator set ${version}`,
    expected: `operator set ${oldestOpset} or newer`,
    todo: 'convert it with onnx.version_converter, or export it again',
  });
}

/** The error of bytes that are not an ONNX model that we can use. */
export function badModel(message: string, expected: string, cause?: unknown): DiscernError {
  const todo = 'export the model again, or check that the file is whole';
  return new DiscernError('bad-model', message, { given: 'the bytes of an ONNX model', expected, todo }, cause);
}

function decoded(model: Uint8Array): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, model);
  } catch (cause) {
    throw badModel('the bytes are not an ONNX model', 'an ONNX file', cause);
  }
}
