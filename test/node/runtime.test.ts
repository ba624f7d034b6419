import { describe, expect, it } from 'vitest';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { productModel } from '../../src/runtime/product-model.ts';
import type { Device } from '../../src/runtime/runtime.ts';
import { floatTensor } from '../../src/runtime/tensors.ts';
import { keepsTheContract } from '../runtime/contract.ts';

keepsTheContract('nodeRuntime', nodeRuntime);

async function sixfold(device: Device) {
  const session = await nodeRuntime.load(productModel(), { device });
  const results = await session.run({
    a: floatTensor(Float32Array.of(2), [1, 1]),
    b: floatTensor(Float32Array.of(3), [1, 1]),
  });
  await session.dispose();
  return results;
}

describe('nodeRuntime', () => {
  it('computes on the processor when asked to', async () => {
    expect(await sixfold('cpu')).toEqual({ product: floatTensor(Float32Array.of(6), [1, 1]) });
  });

  it.each(['cuda', 'webgpu'] as const)('computes on %s, or says what to do where it is not there', async (device) => {
    const outcome = await sixfold(device).catch((error: unknown) => error);
    if (!(outcome instanceof Error)) {
      expect(outcome).toEqual({ product: floatTensor(Float32Array.of(6), [1, 1]) });
      return;
    }
    expect(outcome).toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(`cannot compute on ${device} here: .`),
      given: `the device ${device}`,
      todo: expect.stringMatching(device === 'cuda' ? 'cuda12' : 'driver'),
    });
  });
});
