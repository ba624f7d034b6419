// @module-tag slow
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { type ChannelMajorOptions, channelMajor } from '../../src/graph/channel-major/channel-major.ts';
import { differentiate } from '../../src/graph/differentiate.ts';
import { Graph } from '../../src/graph/graph.ts';
import * as neural from '../../src/graph/neural.ts';
import * as ops from '../../src/graph/ops.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import { replay } from '../../src/graph/replay.ts';
import { elementCount, sizes, type Value } from '../../src/graph/value.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { channelBlockSize } from '../../src/runtime/channel-block-size.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';

type Built = { readonly inputs: readonly Value[]; readonly outputs: readonly Value[] };

const whole = (min: number, max: number) => fc.integer({ min, max });

/** A convolution of any kind. */
const convolution = fc.record({
  n: whole(1, 3),
  channels: fc.constantFrom(1, 2, 3, 4, 17),
  // So many that columns of small images are cheap beside them, or few.
  filters: fc.constantFrom(1, 2, 7, 12, 240),
  size: fc.tuple(whole(7, 10), whole(7, 10)),
  kernel: fc.tuple(whole(1, 3), whole(1, 3)),
  stride: fc.tuple(whole(1, 3), whole(1, 3)),
  pad: fc.tuple(whole(0, 2), whole(0, 2), whole(0, 2), whole(0, 2)),
  dilation: fc.tuple(whole(1, 2), whole(1, 2)),
  kind: fc.constantFrom('dense', 'depthwise', 'grouped', 'pointwise', 'patches'),
  biased: fc.boolean(),
});

type Drawn = typeof convolution extends fc.Arbitrary<infer T> ? T : never;
type Convolution = Omit<Drawn, 'channels' | 'filters'> & { readonly channels: number; readonly filters: number };

function convolved(g: Graph, { n, channels, filters, size, kind, biased, ...windows }: Convolution): Built {
  const groups = kind === 'depthwise' ? channels : kind === 'grouped' ? 2 : 1;
  const ins = kind === 'grouped' ? 2 * channels : channels;
  const outs = kind === 'depthwise' ? channels : kind === 'grouped' ? 2 * filters : filters;
  const kernel = kind === 'pointwise' ? [1, 1] : windows.kernel;
  const plain = kind === 'pointwise' || kind === 'patches';
  const stride = kind === 'patches' ? kernel : windows.stride;
  const x = g.input('x', 'float32', [n, ins, ...size]);
  const weights = g.input('weights', 'float32', [outs, ins / groups, ...kernel]);
  const bias = g.input('bias', 'float32', [outs]);
  const rest = plain ? {} : { pad: windows.pad, dilation: windows.dilation };
  const y = neural.conv(x, weights, { stride, groups, ...rest, ...(biased ? { bias } : {}) });
  return { inputs: biased ? [x, weights, bias] : [x, weights], outputs: [y] };
}

/** Outputs of what `build` records, and the gradients of all inputs, with and without channel-major images. */
async function bothWays(
  build: (g: Graph) => Built,
  options: ChannelMajorOptions = {},
): Promise<[Float32Array[], Float32Array[]]> {
  return [await computed(build, channelMajor(options)), await computed(build, () => null)];
}

/** The block of this machine's blocked convolution; null where it has none. */
const block = await channelBlockSize(nodeRuntime);

async function computed(build: (g: Graph) => Built, rewrite: ReturnType<typeof channelMajor>) {
  const [draft, g] = [new Graph(), new Graph()];
  const { inputs, outputs } = build(draft);
  const given = inputs.map((input) => g.input(input.name, input.type, input.shape));
  const results = replay(outputs, new Map(inputs.map(({ name }, i) => [name, given[i]])), { rewrite });
  const draw = random(1, 'numbers');
  const numbers = (count: number) => Float32Array.from({ length: count }, () => 2 * draw.uniform() - 1);
  const feeds = given.map(({ name, shape }) => [name, floatTensor(numbers(elementCount(shape)), sizes(shape))]);
  const weighted = results.map((result) =>
    ops.sum(ops.mul(result, g.constant(numbers(elementCount(result.shape)), { shape: result.shape }))),
  );
  const gradients = differentiate(
    weighted.reduce((a, b) => ops.add(a, b)),
    given,
  );
  const wanted = [...results, ...gradients];
  const asked = Object.fromEntries(wanted.map((value, i) => [`out${i}`, value]));
  const session = await nodeRuntime.load(toOnnx(asked), { threads: 1 });
  const answers = await session.run(Object.fromEntries(feeds));
  await session.dispose();
  return wanted.map((_, i) => floats(answers[`out${i}`]));
}

/** The largest difference, relative to the largest number. */
function difference(a: Float32Array, b: Float32Array): number {
  const largest = (numbers: Float32Array) => numbers.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  return largest(a.map((each, i) => each - b[i])) / (largest(b) + 1e-3);
}

function expectAlike([ours, theirs]: [Float32Array[], Float32Array[]]) {
  expect(ours.map(({ length }) => length)).toEqual(theirs.map(({ length }) => length));
  for (const [i, result] of ours.entries()) expect(difference(result, theirs[i])).toBeLessThan(1e-4);
}

describe('images held channel-major give the same numbers and gradients', () => {
  it('of any convolution', async () => {
    await fc.assert(
      fc.asyncProperty(convolution, async (spec) => {
        expectAlike(await bothWays((g) => convolved(g, spec)));
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['a kernel far larger than its images', [8, 16, 1, 1], 5, { pad: 2 }],
    ['dilations wider than the images', [8, 16, 14, 14], 3, { pad: 18, dilation: 18 }],
  ])('of %s, many channels and pictures', async (_, shape, size, windows) => {
    const build = (g: Graph) => {
      const x = g.input('x', 'float32', shape);
      const weights = g.input('weights', 'float32', [3, shape[1], size, size]);
      return { inputs: [x, weights], outputs: [neural.conv(x, weights, windows)] };
    };
    expectAlike(await bothWays(build));
  });

  it('of small and large depthwise convolutions', async () => {
    for (const size of [6, 40]) {
      const build = (g: Graph) => {
        const x = g.input('x', 'float32', [2, 8, size, size]);
        const weights = g.input('weights', 'float32', [8, 1, 5, 5]);
        const y = neural.conv(x, weights, { stride: 2, pad: 2, groups: 8 });
        return { inputs: [x, weights], outputs: [y] };
      };
      expectAlike(await bothWays(build));
    }
  });

  it.each([
    ['widens', 3, 12],
    ['narrows', 12, 3],
  ])('of batch normalisation by the batch after a product that %s, its statistics included', async (_, ins, outs) => {
    const build = (g: Graph) => {
      const x = g.input('x', 'float32', [4, ins, 5, 6]);
      const weights = g.input('weights', 'float32', [outs, ins, 1, 1]);
      const [scale, bias, mean, variance] = ['scale', 'bias', 'mean', 'variance'].map((name) =>
        g.input(name, 'float32', [outs]),
      );
      const byBatch = neural.batchNormByBatch(neural.conv(x, weights), { scale, bias, mean, variance });
      return {
        inputs: [x, weights, scale, bias, mean, variance],
        outputs: [ops.clip(byBatch.normalised, 0, 6), byBatch.mean, byBatch.variance],
      };
    };
    expectAlike(await bothWays(build));
  });

  it('of blocks that branch, add, join, pool, and squeeze and excite', async () => {
    const build = (g: Graph) => {
      const x = g.input('x', 'float32', [3, 4, 9, 9]);
      const names = ['a', 'b', 'c', 'd'] as const;
      const [a, b, c, d] = names.map((name) => g.input(name, 'float32', [4, 4, ...(name === 'a' ? [3, 3] : [1, 1])]));
      const y = ops.relu(ops.add(neural.conv(x, a, { pad: 1 }), x));
      const pooled = ops.concat([neural.maxPool(y, 3, { stride: 2, pad: 1 }), neural.averagePool(y, 2, { pad: 1 })], 1);
      const squeezed = ops.mean(neural.conv(y, b), [2, 3], { keep: true });
      const excited = ops.mul(neural.conv(y, c), ops.sigmoid(neural.conv(squeezed, d)));
      const features = ops.concat([ops.mean(excited, [2, 3]), ops.mean(pooled, [2, 3])], 1);
      const scaled = ops.mul(y, g.constant([1, 2, 3, 4], { shape: [4, 1, 1] }));
      return { inputs: [x, a, b, c, d], outputs: [features, scaled] };
    };
    expectAlike(await bothWays(build));
  });
});

describe.skipIf(block === null)('images in blocks (needs an ONNX Runtime that convolves in blocks)', () => {
  const size = block ?? 1;

  it('give the same numbers and gradients of any convolution, of batches with and without blocks', async () => {
    const batch = fc.constantFrom(size, 2 * size, 3);
    await fc.assert(
      fc.asyncProperty(convolution, batch, async (spec, n) => {
        expectAlike(await bothWays((g) => convolved(g, { ...spec, n }), { block }));
      }),
      { numRuns: 60 },
    );
  });

  it('give the same of dense convolutions that fill blocks, whatever their windows', async () => {
    const filling = fc.record({
      n: fc.constantFrom(size, 2 * size),
      channels: fc.constantFrom(1, 3, size, 2 * size),
      filters: fc.constantFrom(size, 2 * size),
      kind: fc.constant('dense' as const),
    });
    await fc.assert(
      fc.asyncProperty(convolution, filling, async (spec, filled) => {
        expectAlike(await bothWays((g) => convolved(g, { ...spec, ...filled }), { block }));
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['beside each other', 2, {}],
    ['that overlap', 3, { stride: 2, pad: 1 }],
  ])('give the same of pools %s, behind ReLU and without it', async (_, window, options) => {
    const build = (g: Graph) => {
      const x = g.input('x', 'float32', [size, size, 8, 8]);
      const weights = g.input('weights', 'float32', [size, size, 3, 3]);
      const scale = g.input('scale', 'float32', [size]);
      const y = neural.conv(x, weights, { pad: 1 });
      const { normalised } = neural.batchNormByBatch(y, { scale, bias: scale, mean: scale, variance: scale });
      const images = [y, ops.relu(y), ops.relu(normalised), ops.relu(x)];
      return { inputs: [x, weights, scale], outputs: images.map((image) => neural.maxPool(image, window, options)) };
    };
    expectAlike(await bothWays(build, { block }));
  });

  it.each([1, 2])('give the same of blocks of layers in a row, with %i blocks a batch', async (count) => {
    const build = (g: Graph) => {
      const n = count * size;
      const x = g.input('x', 'float32', [n, 4, 9, 9]);
      const shapes = { a: [4, 1, 3, 3], b: [8, 4, 1, 1], c: [8, 8, 1, 1], d: [8, 1, 5, 5], e: [4, 8, 1, 1], f: [8] };
      const [a, b, c, d, e, f] = Object.entries(shapes).map(([name, shape]) => g.input(name, 'float32', shape));
      const first = ops.add(neural.conv(x, a, { pad: 1, groups: 4 }), x);
      const wide = neural.conv(first, b);
      const byBatch = neural.batchNormByBatch(wide, { scale: f, bias: f, mean: f, variance: f });
      const squeezed = ops.mean(byBatch.normalised, [2, 3], { keep: true });
      const excited = ops.mul(ops.clip(byBatch.normalised, 0, 6), ops.sigmoid(neural.conv(squeezed, c)));
      const y = neural.conv(excited, d, { pad: 2, stride: 2, groups: 8, bias: f });
      const joined = ops.concat([neural.maxPool(excited, 3, { stride: 2, pad: 1 }), y], 1);
      const positions = ops.add(
        y,
        g.constant(
          Array.from({ length: 25 }, (_, i) => i / 9),
          { shape: [1, 1, 5, 5] },
        ),
      );
      const rows = ops.mul(positions, g.constant([1, 2, 3, 4, 5], { shape: [5] }));
      const scaled = ops.mul(rows, g.constant([1, 2, 3, 4, 5, 6, 7, 8], { shape: [8, 1, 1] }));
      const narrow = neural.conv(scaled, e, { stride: 2 });
      const logits = ops.concat([ops.mean(joined, [2, 3]), ops.reshape(narrow, [n, -1])], 1);
      return { inputs: [x, a, b, c, d, e, f], outputs: [logits, byBatch.mean, byBatch.variance] };
    };
    expectAlike(await bothWays(build, { block }));
  });
});

it('keeps what has no images as it is', () => {
  const [draft, g] = [new Graph(), new Graph()];
  const x = draft.input('x', 'float32', [2, 3]);
  const given = new Map([['x', g.input('x', 'float32', [2, 3])]]);
  replay([ops.relu(ops.matMul(x, ops.transpose(x)))], given, { rewrite: channelMajor() });
  expect(g.nodes.map(({ operator }) => operator)).toEqual(['Transpose', 'MatMul', 'Relu']);
});
