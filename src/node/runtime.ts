import type { InferenceSession } from 'onnxruntime-node';
import type { OrtLibrary } from '../runtime/ort-library.ts';
import { logSeverityLevel, ortSession } from '../runtime/ort-session.ts';
import { type DeviceSupport, requireDevice } from '../runtime/require-device.ts';
import type { Device, LoadOptions, Runtime, Session } from '../runtime/runtime.ts';
import { threadsWithin } from './bounded-threads.ts';
import { withoutTelemetry } from './without-telemetry.ts';

/**
 * ONNX Runtime's native build behind the Runtime port. The library is loaded with the first model, so that commands
 * which need none start quickly. Results are the same for the same bytes, inputs, machine and number of threads.
 * Beside the processor it has WebGPU (not on Linux arm64) and, on Linux x64 with its CUDA files installed, CUDA 12.
 */
export const nodeRuntime: Runtime = { load };

/** What we use of ONNX Runtime's native build. */
export type NodeLibrary = OrtLibrary & { listSupportedBackends(): readonly { readonly name: string }[] };

/** Loads the library of ONNX Runtime, which every model needs; gives it. */
export async function runtimeLibrary(): Promise<NodeLibrary> {
  withoutTelemetry();
  const ort = await import('onnxruntime-node');
  ort.env.logLevel = 'fatal';
  return ort;
}

async function load(model: Uint8Array, { threads, device = 'cpu' }: LoadOptions = {}): Promise<Session> {
  const ort = await runtimeLibrary();
  const built = ort.listSupportedBackends().map(({ name }) => name);
  const provider = await requireDevice(ort, device, support(built));
  const options: InferenceSession.SessionOptions = {
    executionProviders: [provider],
    ...(threads === undefined ? {} : { intraOpNumThreads: threadsWithin(threads) }),
    logSeverityLevel,
    // One block planned for a whole run comes on top of what the first run took: half as much again, or twice.
    enableMemPattern: false,
    extra: {
      session: {
        // Idle workers that spin would starve decoding and other sessions.
        intra_op: { allow_spinning: '0' },
        // An optimizer's memory of gradients that have vanished is full of denormal numbers, slower by a hundred times.
        set_denormal_as_zero: '1',
      },
    },
  };
  return ortSession(ort, model, options);
}

const devices: readonly Device[] = ['cpu', 'cuda', 'webgpu'];

/** What this platform's build offers, by the providers that it lists. */
function support(built: readonly string[]): DeviceSupport {
  return {
    providers: Object.fromEntries(devices.filter((device) => built.includes(device)).map((name) => [name, name])),
    todo: {
      cpu: 'install the package again',
      cuda: `install CUDA 12 with cuDNN 9 on Linux x64, then ONNX Runtime's files for it: ${installCuda}; or leave the device out`,
      webgpu: 'install a driver for the card (Vulkan on Linux, Direct3D 12 on Windows), or leave the device out',
    },
  };
}

const installCuda = 'node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12';
