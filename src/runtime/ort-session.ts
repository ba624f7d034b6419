import { DiscernError } from '../base/error.ts';
import type { OrtLibrary, OrtPort, OrtTensor } from './ort-library.ts';
import type { Port, Session, Tensor } from './runtime.ts';

/** Loads a model and gives it as a Session. Throws `bad-model` where ONNX Runtime refuses the model. */
export async function ortSession(ort: OrtLibrary, model: Uint8Array, options: object): Promise<Session> {
  const session = await ort.InferenceSession.create(model, options).catch((cause: unknown) => {
    throw badModel('ONNX Runtime refuses the model', 'an ONNX model that ONNX Runtime can load', cause);
  });
  const toOrt = ({ type, shape, data }: Tensor) =>
    type === 'float32' ? new ort.Tensor(type, data, shape) : new ort.Tensor(type, data, shape);
  return {
    inputs: session.inputMetadata.map(port),
    outputs: session.outputMetadata.map(port),
    async run(feeds, wanted = session.outputNames) {
      const inputs = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, toOrt(tensor)]));
      const results = await session.run(inputs, wanted, { logSeverityLevel }).catch((cause: unknown) => {
        throw badModel('ONNX Runtime cannot run the model', 'inputs of the names, types and shapes it declares', cause);
      });
      return Object.fromEntries(wanted.map((name) => [name, fromOrt(results[name])]));
    },
    dispose: () => session.release(),
  };
}

/** Log only fatal errors (severity 4): ONNX Runtime also throws its errors, so logging them would repeat them. */
export const logSeverityLevel = 4;

function port(metadata: OrtPort): Port {
  if (!metadata.isTensor) return { name: metadata.name, type: 'other', shape: [] };
  return { name: metadata.name, type: metadata.type, shape: metadata.shape };
}

function fromOrt({ type, dims, data }: OrtTensor): Tensor {
  if (type === 'float32' && data instanceof Float32Array) return { type, shape: dims, data };
  if (type === 'int64' && data instanceof BigInt64Array) return { type, shape: dims, data };
  throw badModel(`the model gives ${type}`, 'outputs of float32 or int64');
}

function badModel(message: string, expected: string, cause?: unknown): DiscernError {
  const reason = cause instanceof Error ? `${message}: ${cause.message}` : message;
  const todo = 'check that the file is whole, or export the model again';
  return new DiscernError('bad-model', reason, { given: 'an ONNX model', expected, todo }, cause);
}
