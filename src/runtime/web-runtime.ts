import type { OrtLibrary, OrtWasmPaths } from './ort-library.ts';
import { logSeverityLevel, ortSession } from './ort-session.ts';
import { type DeviceSupport, requireDevice } from './require-device.ts';
import type { LoadOptions, Runtime } from './runtime.ts';

/** Options of webRuntime. They apply to the whole page: ONNX Runtime reads them when the first graph is loaded. */
export type WebRuntimeOptions = {
  /**
   * Threads that all graphs share; 1 where not given. More threads need a page that is cross-origin isolated (without
   * it ONNX Runtime uses 1). Where onnxruntime-web is bundled they also need `wasmPaths`, because each thread would
   * otherwise start the page's own script.
   */
  readonly threads?: number;
  /**
   * Where the .wasm and .mjs files of ONNX Runtime are: an absolute URL of their folder that ends in `/`, or the URL of
   * each file. Where not given, they are expected beside the script that contains onnxruntime-web, where bundlers put
   * them.
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
 * Makes a Runtime from ONNX Runtime Web: `import * as ort from 'onnxruntime-web/wasm'`, then `webRuntime(ort)`. You
 * pass in the library (npm install onnxruntime-web@1.30.0), so you choose its build: `/wasm` is the smallest, `/webgpu`
 * also supports GPUs. `run` blocks its thread, so train in a worker. WebAssembly memory never shrinks; freed memory is
 * only reused. The option `threads` of `load` has no effect: all graphs share the threads given here.
 *
 * @example
 * import * as ort from 'onnxruntime-web/wasm';
 *
 * const runtime = webRuntime(ort, { threads: 1 });
 * const x = new Graph().input('x', 'float32', ['N']);
 * const session = await runtime.load(toOnnx({ y: graph.square(x) }));
 * const { y } = await session.run({ x: { type: 'float32', shape: [2], data: Float32Array.of(2, 3) } });
 * [...y.data]; // => [4, 9]
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
