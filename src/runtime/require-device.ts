import { DiscernError } from '../base/error.ts';
import type { OrtLibrary } from './ort-library.ts';
import { logSeverityLevel } from './ort-session.ts';
import type { Device } from './runtime.ts';

/** How one build of ONNX Runtime reaches devices. */
export type DeviceSupport = {
  /** Its execution providers for the devices that it can have. */
  readonly providers: Readonly<Partial<Record<Device, string>>>;
  /** What a person does to get a device that is not there. */
  readonly todo: Readonly<Record<Device, string>>;
};

/**
 * The name of ONNX Runtime's provider for this device, after it has computed something there: a list of what a build
 * has says nothing of cards and drivers. Throws `unsupported` where it has no such device.
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
