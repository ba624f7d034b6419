import { describe, expect, test } from 'vitest';
import { architectures } from '../../../src/backbones/architectures/catalogue.ts';
import {
  constantInitialisation,
  heNormal,
  truncatedNormal,
} from '../../../src/backbones/architectures/initialisation.ts';
import { resnet } from '../../../src/backbones/architectures/resnet.ts';
import { random } from '../../../src/base/random.ts';
import type { Network } from '../../../src/graph/network.ts';

const seeded = () => random(1, 'weights');

describe('beginnings', () => {
  test.each([
    { shape: [64, 32, 3, 3], groups: 1, variance: 2 / (9 * 64) },
    { shape: [96, 1, 5, 5], groups: 96, variance: 2 / 25 },
  ])('He keeps the size of gradients: kernels $shape in $groups group(s)', ({ shape, groups, variance }) => {
    const numbers = heNormal({ groups })(shape, seeded());
    expect(momentOf(numbers, 1)).toBeCloseTo(0, 1);
    expect(momentOf(numbers, 2) / variance).toBeGreaterThan(0.93);
    expect(momentOf(numbers, 2) / variance).toBeLessThan(1.07);
  });

  test('a truncated normal stays within two deviations, and so its variance is 0.774 of the whole one', () => {
    const numbers = truncatedNormal(0.02)([200, 200], seeded());
    expect(Math.max(...numbers.map(Math.abs))).toBeLessThanOrEqual(0.04);
    expect(momentOf(numbers, 2) / 0.02 ** 2).toBeCloseTo(0.774, 1);
  });

  test('a constant is the same everywhere', () => {
    expect(constantInitialisation(0.5)([2, 2], seeded())).toEqual(new Float32Array(4).fill(0.5));
  });
});

test('the last scale of every residual block begins at 0, all others at 1', () => {
  const network = resnet({ widths: [4, 8], blocks: [1, 2] })({ sizePx: 16, channels: 3, random: seeded() });
  const scales = network.graph.weights.filter(({ name }) => /(bn\d|downsample\.1)\.weight$/.test(name));
  for (const { name, data } of scales) expect(data?.[0], name).toBe(name.endsWith('bn2.weight') ? 0 : 1);
  expect(scales).toHaveLength(8);
});

describe('a transformer', () => {
  test.each([
    [28, 7],
    [32, 8],
    [96, 16],
    [224, 16],
    [27, 3],
  ])('cuts pictures of %i px into patches of %i', (sizePx, patchPx) => {
    const network = transformer(sizePx, 1);
    expect(shapeOf(network, 'patch_embed.proj.weight')).toEqual([192, 3, patchPx, patchPx]);
    expect(shapeOf(network, 'pos_embed')).toEqual([1, 1 + (sizePx / patchPx) ** 2, 192]);
  });

  test.each([
    { sizePx: 28, depth: 2, blocks: 2 },
    { sizePx: 28, depth: undefined, blocks: 4 },
    { sizePx: 64, depth: undefined, blocks: 12 },
  ])('has $blocks blocks for $sizePx px where $depth are asked for', ({ sizePx, depth, blocks }) => {
    const network = transformer(sizePx, depth);
    expect(shapeOf(network, `blocks.${blocks - 1}.norm1.weight`)).toEqual([192]);
    expect(shapeOf(network, `blocks.${blocks}.norm1.weight`)).toBeUndefined();
  });
});

function transformer(sizePx: number, depth?: number): Network {
  return architectures['vit-tiny']({
    sizePx,
    channels: 3,
    random: seeded(),
    ...(depth === undefined ? {} : { depth }),
  });
}

function shapeOf({ graph }: Network, name: string) {
  return graph.weights.find((weight) => weight.name === name)?.shape;
}

function momentOf(numbers: Float32Array, order: number): number {
  return numbers.reduce((sum, value) => sum + value ** order, 0) / numbers.length;
}
