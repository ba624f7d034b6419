import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { type DeviceSupport, requireDevice } from '../../src/runtime/require-device.ts';

const todo = { cpu: 'buy one', cuda: 'install it', webgpu: 'get a driver' };
const support: DeviceSupport = { providers: { cpu: 'cpu', webgpu: 'cpu' }, todo };

/** A library that has a device in its list and cannot use it. */
const broken = {
  ...ort,
  InferenceSession: {
    create: async () => {
      throw new Error('the card is on fire\n');
    },
  },
};

describe('requireDevice', () => {
  it('gives the name that the library has for the device', async () => {
    expect(await requireDevice(ort, 'webgpu', support)).toBe('cpu');
  });

  it('tries nothing out on the processor', async () => {
    expect(await requireDevice(broken, 'cpu', support)).toBe('cpu');
  });

  it('refuses a device that the build has not', async () => {
    await expect(requireDevice(ort, 'cuda', support)).rejects.toMatchObject({
      code: 'unsupported',
      todo: 'install it',
    });
  });

  it('refuses a device that the build has and that does not compute, and says why', async () => {
    await expect(requireDevice(broken, 'webgpu', support)).rejects.toMatchObject({
      code: 'unsupported',
      message: 'ONNX Runtime cannot compute on webgpu here: the card is on fire',
      todo: 'get a driver',
    });
  });
});
