import { describe, expect, test } from 'vitest';
import { freshNetwork } from '../../src/backbones/architectures/fresh-network.ts';
import type { Card } from '../../src/backbones/card.ts';
import { openCellNetwork } from '../../src/backbones/cell-network.ts';
import { cellLayout } from '../../src/backbones/cells.ts';
import { dot } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { Graph } from '../../src/graph/graph.ts';
import { conv } from '../../src/graph/neural.ts';
import * as ops from '../../src/graph/ops.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import { elementCount, type Value } from '../../src/graph/value.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';

const { card: plain } = await freshNetwork('small', { sizePx: 32, seed: 0 });
const { normal } = random(1, 'cell network');
const numbers = (count: number) => new Float32Array(count).map(normal);
const weights = (g: Graph, ...shape: number[]) => g.constant(numbers(elementCount(shape)), { shape });

/** A convolution of 8 px patches without bias, 4 x 4 cells of 12 channels, and what comes after it. */
function network(pooling: Card['pooling'], dimensions: number, after: (map: Value) => Value) {
  const images = new Graph().input('images', 'float32', ['N', 3, 32, 32]);
  const map = ops.relu(conv(images, weights(images.graph, 12, 3, 8, 8), { stride: 8 }));
  const card: Card = { ...plain, name: 'example', pooling, dimensions };
  return { card, bytes: toOnnx({ features: after(map) }) };
}

const averaged = network('none', 12, (map) => ops.mean(map, [2, 3]));
const tokens = (map: Value) => ops.transpose(ops.reshape(map, [0, 12, 16]), [0, 2, 1]);

/** Noise in one quarter of a black picture. */
function inCorner(): Float32Array {
  return new Float32Array(3 * 32 * 32).map((_, i) => (i % 32 < 16 && Math.floor(i / 32) % 32 >= 16 ? normal() : 0));
}

describe('a network opened at its last map', () => {
  const networks = {
    'pooled in the file': averaged,
    'pooled by the card': network('average', 12, (map) => map),
    'channels last': network('average', 12, (map) => ops.transpose(map, [0, 2, 3, 1])),
    tokens: network('average', 12, tokens),
    'flattened before pooling': network('none', 12, (map) => ops.mean(ops.reshape(map, [0, 12, 16]), 2)),
    'a head of unit length': network('none', 5, (map) =>
      ops.normalised(ops.matMul(ops.mean(map, [2, 3]), weights(map.graph, 12, 5))),
    ),
  };

  test.each(Object.entries(networks))('its cells add up to the output: %s', async (_, { card, bytes }) => {
    const opened = await openCellNetwork(card, bytes, nodeRuntime);
    const direction = numbers(card.dimensions);
    const { contributions, pooled, cells } = await opened.run(numbers(3 * 32 * 32));
    const sums = await contributions(direction);
    expect([opened.layout.rows, opened.layout.columns, cells.rows, cells.columns]).toEqual([4, 4, 16, 12]);
    expect(sums.reduce((sum, value) => sum + value, 0)).toBeCloseTo(dot(pooled, direction), 4);
    await opened.dispose();
  });

  test.each(Object.entries(networks))('an object in a corner has its evidence there: %s', async (_, network) => {
    const opened = await openCellNetwork(network.card, network.bytes, nodeRuntime);
    const { contributions } = await opened.run(inCorner());
    const sums = await contributions(numbers(network.card.dimensions));
    const lit = [...sums.keys()].filter((cell) => sums[cell] !== 0);
    expect(lit).toEqual([8, 9, 12, 13]);
    await opened.dispose();
  });

  test.each(['convnext-femto', 'small'] as const)('opens %s', async (name) => {
    const { card, bytes } = await freshNetwork(name, { sizePx: 64, seed: 0 });
    const opened = await openCellNetwork(card, bytes, nodeRuntime);
    const { contributions, embedding } = await opened.run(numbers(3 * 64 * 64));
    expect(opened.layout.rows).toBeGreaterThan(1);
    expect((await contributions(embedding)).every(Number.isFinite)).toBe(true);
    await opened.dispose();
  });

  test('opens a vision transformer before its last attention, where patches still count', async () => {
    const { card, bytes } = await freshNetwork('vit-tiny', { sizePx: 32, seed: 0 });
    const opened = await openCellNetwork(card, bytes, nodeRuntime);
    expect(opened.layout).toMatchObject({ rows: 4, columns: 4, channels: 192, offset: 192 });
    const { contributions, embedding } = await opened.run(numbers(3 * 32 * 32));
    expect((await contributions(embedding)).every((sum) => Number.isFinite(sum) && sum !== 0)).toBe(true);
    await opened.dispose();
  });

  test('refuses a network without a map', async () => {
    const flat = network('none', 7, (map) => map);
    const images = new Graph().input('images', 'float32', ['N', 3, 32, 32]);
    const features = ops.matMul(ops.reshape(images, [0, 3072]), weights(images.graph, 3072, 7));
    const opening = openCellNetwork(flat.card, toOnnx({ features }), nodeRuntime);
    await expect(opening).rejects.toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});

describe('the layout of cells', () => {
  test.each([
    [[1, 5, 7, 7], { rows: 7, channels: 5, cellStep: 1, channelStep: 49, offset: 0 }],
    [[1, 7, 7, 5], { rows: 7, channels: 5, cellStep: 5, channelStep: 1, offset: 0 }],
    [[1, 197, 192], { rows: 14, channels: 192, cellStep: 192, channelStep: 1, offset: 192 }],
    [[1, 261, 384], { rows: 16, channels: 384, cellStep: 384, channelStep: 1, offset: 5 * 384 }],
    [[1, 1280, 49], { rows: 7, channels: 1280, cellStep: 1, channelStep: 49, offset: 0 }],
  ])('of %j', (shape, expected) => {
    expect(cellLayout(shape)).toMatchObject({ ...expected, columns: expected.rows });
  });

  test.each([[[1, 5, 1, 1]], [[1, 5]], [[2, 5, 7, 7]], [[1, 5, 7, 8]], [[1, 34, 47]]])('not of %j', (shape) => {
    expect(cellLayout(shape)).toBeNull();
  });
});
