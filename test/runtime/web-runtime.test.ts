import * as ort from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { productModel } from '../../src/runtime/product-model.ts';
import { webRuntime } from '../../src/runtime/web-runtime.ts';
import { keepsTheContract } from './contract.ts';

// The build of onnxruntime-web that runs in Node: the same WebAssembly that a page gets.
const runtime = webRuntime(ort, { threads: 1 });

keepsTheContract('webRuntime', runtime);

describe('webRuntime', () => {
  it.each(['cuda', 'webgpu'] as const)('says what to do where %s is not there', async (device) => {
    await expect(runtime.load(productModel(), { device })).rejects.toMatchObject({
      code: 'unsupported',
      given: `the device ${device}`,
      todo: expect.stringContaining('webgpu'),
    });
  });

  it('computes on the processor when asked to', async () => {
    const session = await runtime.load(productModel(), { device: 'cpu' });
    expect(session.outputs.map(({ name }) => name)).toEqual(['product']);
    await session.dispose();
  });

  it('hands on where the library finds its files', () => {
    const library = { ...ort, env: { ...ort.env, wasm: {} } };
    webRuntime(library, { threads: 3, wasmPaths: 'https://example.org/ort/' });
    expect(library.env.wasm).toEqual({ numThreads: 3, wasmPaths: 'https://example.org/ort/' });
  });
});
