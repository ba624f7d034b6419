import { DiscernError } from '../base/error.ts';
import type { OrtLibrary } from './ort-library.ts';
import { logSeverityLevel } from './ort-session.ts';
import type { Device } from './runtime.ts';

/** Which devices one build of ONNX Runtime supports. */
export type DeviceSupport = {
  /** The name of its execution provider for each device that it supports. */
  readonly providers: Readonly<Partial<Record<Device, string>>>;
  /** What a person can do where a device is missing. */
  readonly todo: Readonly<Record<Device, string>>;
};

/**
 * Gives the name of ONNX Runtime's execution provider for a device, after a test computation on it: the providers
 * listed in a build say nothing about graphics cards and drivers. Throws `unsupported` where the device cannot be used.
 */
export async function requireDevice(
  ort: OrtLibrary,
  device: Device,
  { providers, todo }: DeviceSupport,
): Promise<string> {
  const provider = providers[device];
  if (provider === undefined) throw noDevice(device, todo, 'this build of ONNX Runtime is made without it');
  if (device !== 'cpu') {
    await computeOn(ort, provider).catch((cause: unknown) => {
      throw noDevice(device, todo, cause instanceof Error ? cause.message : String(cause), cause);
    });
  }
  return provider;
}

async function computeOn(ort: OrtLibrary, provider: string): Promise<void> {
  const { productModel } = await import('./product-model.ts');
  const executionProviders = [provider];
  const session = await ort.InferenceSession.create(productModel(), { executionProviders, logSeverityLevel });
  const a = new ort.Tensor('float32', new Float32Array(1), [1, 1]);
  await session.run({ a, b: a }, { logSeverityLevel });
  await session.release();
}

function noDevice(device: Device, todo: DeviceSupport['todo'], reason: string, cause?: unknown): DiscernError {
  return new DiscernError(
    'unsupported',
    `ONNX Runtime cannot compute on ${device} here: ${reason.trim()}`,
    {
      given: `the device ${device}`,
      expected: 'a device that ONNX Runtime reaches on this machine, such as cpu',
      todo: todo[device],
    },
    cause,
  );
}
