import { blockProbe, probeShapes } from '../graph/proto/block-probe.ts';
import type { LoadOptions, Runtime, Tensor } from './runtime.ts';
import { floats, floatTensor } from './tensors.ts';

/** Blocks that ONNX Runtime's processors have: 8 numbers with AVX2 and before, 16 with AVX-512 and on ARM. */
const sizes = [8, 16];

/**
 * How many channels ONNX Runtime's blocked convolution holds side by side on this machine: 8 or 16, which depends on the
 * processor. Null where the runtime has no such convolution (WebAssembly, cards), or answers anything else: a wrong
 * number would give wrong results without a word. Asked by computing; takes milliseconds.
 */
export async function blockSize(runtime: Runtime, options: LoadOptions = {}): Promise<number | null> {
  if (options.device !== undefined && options.device !== 'cpu') return null;
  const ordered = await probed(runtime, options).catch(() => null);
  return sizes.find((size) => ordered !== null && isOrderOf(size, ordered)) ?? null;
}

/** The numbers 0, 1, 2, ... of blocks, in the usual order. */
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
