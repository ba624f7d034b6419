import type { InferenceSession } from 'onnxruntime-node';
import type { OrtLibrary } from '../runtime/ort-library.ts';
import { logSeverityLevel, ortSession } from '../runtime/ort-session.ts';
import { type DeviceSupport, requireDevice } from '../runtime/require-device.ts';
import type { Device, LoadOptions, Runtime, Session } from '../runtime/runtime.ts';
import { withoutTelemetry } from './without-telemetry.ts';
import { threadsWithin } from './workers/bounded-threads.ts';

/**
 * ONNX Runtime's native build behind the Runtime port. The library is loaded with the first model, so that commands
 * without a model start fast. Results are the same for the same bytes, inputs, machine and number of threads. Besides
 * the processor it has WebGPU (not on Linux arm64) and CUDA 12 (on Linux x64 with its CUDA files installed).
 *
 * @example
 * const x = new Graph().input('x', 'float32', ['N', 2]);
 * const session = await nodeRuntime.load(toOnnx({ doubled: graph.mul(x, 2) }));
 * const { doubled } = await session.run({ x: { type: 'float32', shape: [1, 2], data: Float32Array.of(3, 4) } });
 * [...doubled.data]; // => [6, 8]
 * await session.dispose();
 */
export const nodeRuntime: Runtime = { load };

/** What we use of ONNX Runtime's native build. */
export type NodeLibrary = OrtLibrary & { listSupportedBackends(): readonly { readonly name: string }[] };

/** Loads the library of ONNX Runtime, which every model needs. */
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
    // The planned block would come on top of the memory of the first run: half as much again, or twice.
    enableMemPattern: false,
    extra: {
      session: {
        // Spinning idle workers would take time from decoding and other sessions.
        intra_op: { allow_spinning: '0' },
        // Optimizer states of vanished gradients are full of denormal numbers, which are a hundred times slower.
        set_denormal_as_zero: '1',
      },
    },
  };
  return ortSession(ort, model, options);
}

const devices: readonly Device[] = ['cpu', 'cuda', 'webgpu'];

/** The devices that this platform's build supports. */
function support(built: readonly string[]): DeviceSupport {
  return {
    providers: Object.fromEntries(devices.filter((device) => built.includes(device)).map((name) => [name, name])),
    todo: {
      cpu: 'install the package again',
      cuda:
        "install CUDA 12 with cuDNN 9 on Linux x64, then ONNX Runtime's files for it: " +
        `${installCuda}; or leave the device out`,
      webgpu: 'install a driver for the card (Vulkan on Linux, Direct3D 12 on Windows), or leave the device out',
    },
  };
}

const installCuda = 'node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12';
