// @module-tag slow
import { describe, expect, test } from 'vitest';
import type { Architecture } from '../../../src/backbones/architectures/architecture.ts';
import { architectures } from '../../../src/backbones/architectures/catalogue.ts';
import { convnext } from '../../../src/backbones/architectures/convnext.ts';
import { random } from '../../../src/base/random.ts';
import { type Network, networkWeights } from '../../../src/graph/network.ts';
import { toOnnx } from '../../../src/graph/proto/to-onnx.ts';
import { elementCount } from '../../../src/graph/value.ts';
import { nodeRuntime } from '../../../src/node/runtime.ts';
import { floats, floatTensor } from '../../../src/runtime/tensors.ts';

const seeded = () => random(1, 'network');

describe.each(Object.entries(architectures))('%s', (_, architecture) => {
  test.each([
    { channels: 1, sizePx: 28 },
    { channels: 3, sizePx: 32 },
  ] as const)('gives finite features of $channels x $sizePx px, a row for each picture', async (options) => {
    const { channels, sizePx } = options;
    const network = architecture({ ...options, random: seeded() });
    const together = await run(network, pictures(3, channels, sizePx));
    expect(together.shape).toEqual([3, network.output.shape[1]]);
    expect(floats(together).every(Number.isFinite)).toBe(true);
    const std = Math.max(...floats(together)) - Math.min(...floats(together));
    expect(std).toBeGreaterThan(1e-3);
  });

  test('begins alike from the same seed, and otherwise from another', () => {
    const [first, again, other] = [1, 1, 2].map((seed) => {
      const { output } = architecture({ sizePx: 32, channels: 3, random: random(seed, 'network') });
      return toOnnx({ features: output });
    });
    expect(Buffer.compare(first, again)).toBe(0);
    expect(Buffer.compare(first, other)).not.toBe(0);
  });
});

describe('pictures that are too small', () => {
  const shapeOf = (make: Architecture, sizePx: number) =>
    make({ sizePx, channels: 1, random: seeded() }).output.shape.slice(1);

  test('are misuse for ConvNeXt, which names the least size that it takes', () => {
    const refused = { code: 'misused', expected: '16 px or more', todo: expect.stringContaining('--size 16') };
    for (const sizePx of [1, 8, 15]) {
      expect(() => shapeOf(architectures['convnext-femto'], sizePx)).toThrow(expect.objectContaining(refused));
    }
    expect(shapeOf(architectures['convnext-femto'], 16)).toEqual([384]);
  });

  test.each([2, 4, 5, 6])('for a ConvNeXt of %i stages the size that it names is the least', (stages) => {
    const make = convnext({ blocks: Array(stages).fill(1), widths: Array(stages).fill(4) });
    const sizes = Array.from({ length: 130 }, (_, i) => i + 1);
    const works = sizes.filter((sizePx) => {
      try {
        return shapeOf(make, sizePx).length === 1;
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'misused' });
        return false;
      }
    });
    expect(works).toEqual(sizes.slice(works[0] - 1));
    expect(() => shapeOf(make, 1)).toThrow(expect.objectContaining({ expected: `${works[0]} px or more` }));
  });

  test.each(['small', 'resnet18-32', 'efficientnet-lite0', 'vit-tiny'] as const)('are none for %s', (name) => {
    expect(shapeOf(architectures[name], 1)).toHaveLength(1);
  });
});

describe('sizes as published, without the 1000-class layer', () => {
  const published = [{ name: 'resnet18', sizePx: 224, features: 512, parameters: 11_176_512 }] as const;
  test.each(published)('$name at $sizePx px', ({ name, sizePx, features, parameters }) => {
    const network = architectures[name]({ sizePx, channels: 3, random: seeded() });
    expect(network.output.shape).toEqual(['N', features]);
    expect(parameterCount(network)).toBe(parameters);
  });
});

function parameterCount(network: Network): number {
  return networkWeights(network)
    .filter(({ role }) => role === 'parameter')
    .reduce((count, { value }) => count + elementCount(value.shape), 0);
}

function pictures(count: number, channels: number, sizePx: number) {
  const shape = [count, channels, sizePx, sizePx];
  return floatTensor(new Float32Array(elementCount(shape)).map(random(2, 'pictures').normal), shape);
}

async function run({ input, output }: Network, images: ReturnType<typeof pictures>) {
  const session = await nodeRuntime.load(toOnnx({ features: output }));
  const { features } = await session.run({ [input.name]: images });
  await session.dispose();
  return features;
}
