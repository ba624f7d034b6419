import { describe, expect, it, test } from 'vitest';
import { openBackbone, pictureShape } from '../../../src/backbones/backbone.ts';
import type { Card } from '../../../src/backbones/card.ts';
import { cards } from '../../../src/backbones/cards/catalogue.ts';
import { dot, type Matrix, normalise } from '../../../src/base/matrix.ts';
import { random } from '../../../src/base/random.ts';
import { importOnnx } from '../../../src/graph/importers/import-onnx.ts';
import { networkWeights } from '../../../src/graph/network.ts';
import { toOnnx } from '../../../src/graph/proto/to-onnx.ts';
import { loadBackbone } from '../../../src/node/hub/backbone-files.ts';
import { nodeRuntime } from '../../../src/node/runtime.ts';
import { floats, floatTensor } from '../../../src/runtime/tensors.ts';
import { learnableNetwork } from '../../../src/train/cost/learnable-network.ts';

const load = (name: string) => loadBackbone(name, { runtime: nodeRuntime, hub: { folder: '' } });

describe.each(Object.values<Card>(cards))('the card of $name', ({ name }) => {
  it('describes a file that loads, and gives embeddings of its dimensions and of unit length', async () => {
    const { card, bytes } = await load(name);
    const { rows, columns, data } = await embeddings(card, bytes, 2);
    expect([rows, columns]).toEqual([2, card.dimensions]);
    for (const row of [data.subarray(0, columns), data.subarray(columns)]) expect(dot(row, row)).toBeCloseTo(1, 5);
  });

  it('describes a graph that we can import and cut, and that computes the same from a cut on', async () => {
    const { card, bytes } = await load(name);
    const { cuts, trunk, tail } = learnableNetwork(card, bytes);
    const inside = cuts.filter((cut) => cut.trunk > 0 && cut.tail > 0);
    expect(inside.length).toBeGreaterThan(0);
    const picture = pictures(card, 1);
    const expected = (await embeddings(card, bytes, 1)).data;
    for (const cut of [cuts[0], inside[Math.floor(inside.length / 2)]]) {
      const before = trunk(cut);
      const activations = before ? await outputOf(before, picture, pictureShape(card.preprocessing)) : picture;
      const { output } = tail(cut, 1);
      expect(output.shape).toEqual([1, card.dimensions]);
      const features = normalise(await outputOf(toOnnx({ features: output }), activations, cut.shape));
      expect(distance(features, expected)).toBeLessThan(1e-5);
    }
  });
});

test.each(['efficientnet-lite0', 'efficientnet-lite2'])(
  '%s has these operators, and two weights a convolution',
  async (name) => {
    const network = importOnnx((await load(name)).bytes, { batch: 2 });
    const operators = network.graph.nodes.map(({ operator }) => operator);
    expect(new Set(operators)).toEqual(new Set(['Conv', 'Clip', 'Add', 'ReduceMean', 'Reshape']));
    const weights = networkWeights(network);
    expect(weights.length).toBe(2 * operators.filter((operator) => operator === 'Conv').length);
    expect(weights.every(({ role }) => role === 'parameter')).toBe(true);
  },
);

/** Pictures that say nothing, as a network takes them. */
function pictures({ preprocessing }: Card, count: number): Float32Array {
  const { uniform } = random(1, 'picture');
  const numbers = pictureShape(preprocessing).reduce((product, size) => product * size, count);
  return Float32Array.from({ length: numbers }, uniform);
}

/** What a card promises of its file, [N, D]. */
async function embeddings(card: Card, bytes: Uint8Array, count: number): Promise<Matrix> {
  const backbone = await openBackbone(card, bytes, nodeRuntime);
  const features = await backbone.features(pictures(card, count), count);
  await backbone.dispose();
  return features;
}

/** What a file of one input and one output gives for one sample of this shape. */
async function outputOf(model: Uint8Array, sample: Float32Array, shape: readonly number[]): Promise<Float32Array> {
  const session = await nodeRuntime.load(model, { threads: 1 });
  const [input, output] = [session.inputs[0].name, session.outputs[0].name];
  const results = await session.run({ [input]: floatTensor(sample, [1, ...shape]) });
  await session.dispose();
  return floats(results[output]);
}

/** |a - b| / |b|. */
function distance(a: Float32Array, b: Float32Array): number {
  return Math.hypot(...a.map((value, i) => value - b[i])) / Math.hypot(...b);
}
