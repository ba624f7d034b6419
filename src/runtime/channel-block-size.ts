import { blockProbe, probeShapes } from '../graph/proto/block-probe.ts';
import type { LoadOptions, Runtime, Tensor } from './runtime.ts';
import { floats, floatTensor } from './tensors.ts';

/** The block sizes that ONNX Runtime uses: 8 numbers up to AVX2, 16 with AVX-512 and on ARM. */
const sizes = [8, 16];

/**
 * How many channels ONNX Runtime's blocked convolution (NCHWc layout) stores side by side on this machine: 8 or 16,
 * depending on the processor. Null where the runtime has no such convolution (WebAssembly, GPUs) or where the test
 * gives any other order: a wrong block size would give wrong results without an error. It is found by running a tiny
 * graph, in milliseconds.
 */
export async function channelBlockSize(runtime: Runtime, options: LoadOptions = {}): Promise<number | null> {
  if (options.device !== undefined && options.device !== 'cpu') return null;
  const ordered = await probed(runtime, options).catch(() => null);
  return sizes.find((size) => ordered !== null && isOrderOf(size, ordered)) ?? null;
}

/** Reads the numbers 0, 1, 2, ... as an image in blocks and gives them in the usual order (NCHW). */
async function probed(runtime: Runtime, options: LoadOptions): Promise<Float32Array> {
  const session = await runtime.load(blockProbe(), options);
  try {
    const places = counting(probeShapes.places);
    return floats((await session.run({ places })).ordered);
  } finally {
    await session.dispose();
  }
}

function counting(shape: readonly number[]): Tensor {
  return floatTensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i),
    shape,
  );
}

function isOrderOf(size: number, ordered: Float32Array): boolean {
  const [, channels, , pixels] = probeShapes.ordered;
  const place = (channel: number, pixel: number) =>
    (Math.floor(channel / size) * pixels + pixel) * size + (channel % size);
  return (
    ordered.length === channels * pixels &&
    ordered.every((number, i) => number === place(Math.floor(i / pixels), i % pixels))
  );
}
