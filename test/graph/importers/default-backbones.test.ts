import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { cards } from '../../../src/backbones/cards/catalogue.ts';
import { random } from '../../../src/base/random.ts';
import { cutsOf } from '../../../src/graph/importers/cuts.ts';
import { importOnnx } from '../../../src/graph/importers/import-onnx.ts';
import { weightsOf } from '../../../src/graph/network.ts';
import { toOnnx } from '../../../src/graph/proto/to-onnx.ts';
import { cutCandidates } from '../../../src/learn/cut-candidates.ts';
import { nodeRuntime } from '../../../src/node/runtime.ts';
import { floats, floatTensor } from '../../../src/runtime/tensors.ts';

describe.each(Object.values(cards))('$name', (card) => {
  const file = async () => new Uint8Array(await readFile(`models/${card.file}`));

  it('imports with places to cut it and every convolution as weights', async () => {
    const network = importOnnx(await file(), { batch: 2 });
    expect(network.output.shape).toEqual([2, card.dimensions]);
    expect(cutCandidates(network).length).toBeGreaterThan(3);
    const weights = weightsOf(network);
    const convolutions = network.graph.nodes.filter(({ operator }) => operator === 'Conv');
    expect(weights.length).toBe(2 * convolutions.length);
    expect(weights.every(({ role }) => role === 'parameter')).toBe(true);
    expect(new Set(network.graph.nodes.map(({ operator }) => operator))).toEqual(
      new Set(['Conv', 'Clip', 'Add', 'ReduceMean', 'Reshape']),
    );
  });

  it('computes the same features, and from a cut on the same from its activations', async () => {
    const bytes = await file();
    const { values, output, input } = importOnnx(bytes, { batch: 1 });
    const cuts = cutsOf(bytes);
    const { name } = cuts[Math.floor(0.8 * cuts.length)];
    const activations = values.get(name) ?? expect.fail(name);
    const cut = { name, shape: activations.shape.slice(1).map(Number) };
    const from = importOnnx(bytes, { batch: 1, from: cut });
    const draw = random(1, 'picture');
    const picture = floatTensor(
      Float32Array.from({ length: 3 * card.preprocessing.sizePx ** 2 }, () => draw.uniform()),
      [1, 3, card.preprocessing.sizePx, card.preprocessing.sizePx],
    );
    const [original, whole, tail] = await Promise.all(
      [bytes, toOnnx({ features: output, activations }), toOnnx({ features: from.output })].map((model) =>
        nodeRuntime.load(model, { threads: 1 }),
      ),
    );
    const expected = floats((await original.run({ [card.input]: picture }))[card.output]);
    const own = await whole.run({ [input.name]: picture });
    const rest = await tail.run({ [cut.name]: own.activations });
    expect(distance(floats(own.features), expected)).toBeLessThan(1e-5);
    expect(distance(floats(rest.features), expected)).toBeLessThan(1e-5);
    await Promise.all([original, whole, tail].map((session) => session.dispose()));
  });
});

/** |a - b| / |b|. */
function distance(a: Float32Array, b: Float32Array): number {
  return Math.hypot(...a.map((value, i) => value - b[i])) / Math.hypot(...b);
}
