import type { OrtLibrary, OrtWasmPaths } from './ort-library.ts';
import { logSeverityLevel, ortSession } from './ort-session.ts';
import { type DeviceSupport, requireDevice } from './require-device.ts';
import type { LoadOptions, Runtime } from './runtime.ts';

/** Options of webRuntime. They hold for the whole page: ONNX Runtime reads them when the first graph is loaded. */
export type WebRuntimeOptions = {
  /**
   * Threads that all graphs share, 1 where not given. More need a page that is cross-origin isolated (without it ONNX
   * Runtime takes 1), and `wasmPaths` where onnxruntime-web is bundled: else every thread would start the page's own script.
   */
  readonly threads?: number;
  /**
   * Where the .wasm and .mjs files of ONNX Runtime lie: a folder as an absolute URL that ends in `/`, or the URL of each.
   * Where not given, beside the script that holds onnxruntime-web, where bundlers put them.
   */
  readonly wasmPaths?: OrtWasmPaths;
};

const support: DeviceSupport = {
  providers: { cpu: 'wasm', webgpu: 'webgpu' },
  todo: {
    cpu: 'use a browser that has WebAssembly with SIMD',
    cuda: 'leave the device out, or ask for webgpu: CUDA cannot be reached from a page',
    webgpu: 'import onnxruntime-web/webgpu in a browser that has WebGPU, or leave the device out',
  },
};

/**
 * ONNX Runtime Web behind the Runtime port: `import * as ort from 'onnxruntime-web/wasm'`, then `webRuntime(ort)`. The
 * library is handed in (npm install onnxruntime-web@1.30.0), so that a page chooses its build: `/wasm` is the smallest,
 * `/webgpu` reaches a card as well. `run` blocks its thread while it computes: train in a worker. Memory that WebAssembly
 * took is only used again, never given back. Threads of a single graph have no effect; those of the options serve all.
 */
export function webRuntime(ort: OrtLibrary, { threads = 1, wasmPaths }: WebRuntimeOptions = {}): Runtime {
  ort.env.wasm.numThreads = threads;
  if (wasmPaths !== undefined) ort.env.wasm.wasmPaths = wasmPaths;
  return {
    async load(model, { device = 'cpu' }: LoadOptions = {}) {
      const provider = await requireDevice(ort, device, support);
      return ortSession(ort, model, { executionProviders: [provider], logSeverityLevel });
    },
  };
}
