import * as ort from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { DiscernError } from '../../src/base/error.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { channelBlockSize } from '../../src/runtime/channel-block-size.ts';
import type { Runtime, Session } from '../../src/runtime/runtime.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { webRuntime } from '../../src/runtime/web-runtime.ts';

/** A runtime that gives back 9 channels of an image in blocks, two pixels each, in this order. */
function runtimeThat(ordered: (places: Float32Array) => ArrayLike<number>): Runtime {
  const session: Session = {
    inputs: [],
    outputs: [],
    run: async ({ places }) => ({ ordered: floatTensor(Float32Array.from(ordered(floats(places))), [1, 9, 1, 2]) }),
    dispose: async () => undefined,
  };
  return { load: async () => session };
}

/** Two pixels of 9 channels, from blocks of a size. */
const fromBlocksOf = (size: number) => (places: Float32Array) =>
  Array.from({ length: 18 }, (_, i) => {
    const [channel, pixel] = [Math.floor(i / 2), i % 2];
    return places[Math.floor(channel / size) * 2 * size + pixel * size + (channel % size)];
  });

const refusing: Runtime = {
  load: async () => {
    throw new DiscernError('bad-model', 'no such operator', { given: 'a model', expected: 'another', todo: 'none' });
  },
};

describe('blockSize', () => {
  it.each([8, 16])('recognises blocks of %i by their order', async (size) => {
    expect(await channelBlockSize(runtimeThat(fromBlocksOf(size)))).toBe(size);
  });

  it.each([
    ['the operator is absent', refusing],
    ['blocks have an unknown size', runtimeThat(fromBlocksOf(4))],
    ['nothing is reordered', runtimeThat((places) => places.slice(0, 18))],
    ['too few numbers come back', runtimeThat((places) => fromBlocksOf(8)(places).slice(0, 7))],
  ])('finds none where %s', async (_, runtime) => {
    expect(await channelBlockSize(runtime)).toBeNull();
  });

  it('finds none in WebAssembly', async () => {
    expect(await channelBlockSize(webRuntime(ort))).toBeNull();
  });

  it('finds none on cards, without asking', async () => {
    expect(await channelBlockSize(runtimeThat(fromBlocksOf(8)), { device: 'webgpu' })).toBeNull();
  });

  it('finds 8, 16 or none on this machine, the same each time', async () => {
    const found = await channelBlockSize(nodeRuntime);
    expect([8, 16, null]).toContain(found);
    expect(await channelBlockSize(nodeRuntime, { threads: 1 })).toBe(found);
  });
});
