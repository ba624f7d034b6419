import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { DiscernError } from '../base/error.ts';
import type { LoadOptions, Port, Runtime, Session, Tensor } from '../runtime/runtime.ts';
import { withoutTelemetry } from './without-telemetry.ts';

/**
 * ONNX Runtime's native build behind the Runtime port. The library is loaded with the first model, so that commands
 * which need none start quickly. Results are the same for the same bytes, inputs, machine and number of threads.
 */
export const nodeRuntime: Runtime = { load };

/** Loads the library of ONNX Runtime, which every model needs; gives it. */
export function runtimeLibrary(): Promise<typeof import('onnxruntime-node')> {
  withoutTelemetry();
  return import('onnxruntime-node');
}

async function load(model: Uint8Array, { threads }: LoadOptions = {}): Promise<Session> {
  const ort = await runtimeLibrary();
  const options: InferenceSession.SessionOptions = {
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    // Only what is fatal: errors are thrown as well.
    logSeverityLevel: 4,
    // Idle workers that spin would starve decoding and other sessions.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
  const session = await ort.InferenceSession.create(model, options).catch((cause: unknown) => {
    throw badModel('ONNX Runtime refuses the model', 'an ONNX model that ONNX Runtime can load', cause);
  });
  const toOrt = ({ type, shape, data }: Tensor) => new ort.Tensor(type, data, shape);
  return {
    inputs: session.inputMetadata.map(port),
    outputs: session.outputMetadata.map(port),
    async run(feeds, wanted = session.outputNames) {
      const inputs = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, toOrt(tensor)]));
      const results = await session.run(inputs, wanted).catch((cause: unknown) => {
        throw badModel('ONNX Runtime cannot run the model', 'inputs of the names, types and shapes it declares', cause);
      });
      return Object.fromEntries(wanted.map((name) => [name, fromOrt(results[name])]));
    },
    dispose: () => session.release(),
  };
}

function port(metadata: InferenceSession.ValueMetadata): Port {
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
