import { expect, it } from 'vitest';
import { project } from '../../src/backbones/projection.ts';
import { fromRows, type Matrix, matrix, normaliseRows } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { Graph } from '../../src/graph/graph.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import { typedProduct } from '../../src/linalg/product.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { whitened } from '../../src/spaces/whitened.ts';
import { initialNumbers } from '../../src/steps/parameter.ts';
import { embeddingHead, type NetworkEnd } from '../../src/train/heads/embedding-head.ts';
import { besideFeatures, whitenedFeatures } from '../../src/train/whitened-features.ts';

const [count, features, dimensions] = [30, 9, 5];
const { normal } = random(4, 'end');
const given = fromRows(Array.from({ length: count }, () => Array.from({ length: features }, normal)));
const units = normaliseRows(matrix(count, features, given.data.slice()));
const labels = Int32Array.from({ length: count }, (_, i) => i % 6);
const classes = ['a', 'b', 'c', 'd', 'e', 'f'];

const head = embeddingHead({ features, dimensions, classes: 6, logitScale: 10, random: random(0, 'head') });
const weights = Object.fromEntries(
  head.parameters.map((each) => [`head/${each.name}`, floatTensor(initialNumbers(each).map(normal), each.shape)]),
);

it.each([0.75, 1])(
  'gives in one graph what the projection of unit features gives, to the power of %d',
  async (power) => {
    const space = await whitened({ embeddings: units, labels, classes }, { power, shrinkage: 0.1 }, typedProduct);
    if (space === null) throw new Error('there is nothing to whiten by');
    const there = await embedded(whitenedFeatures(space));
    expectNear(there, await project(space, units, typedProduct));
  },
);

it('concatenates unit features with the output of a head', async () => {
  const [both, own] = [await embedded(besideFeatures(head)), await embedded(head)];
  const columns = (from: number, to: number) =>
    fromRows(
      Array.from({ length: count }, (_, i) => both.data.subarray(i * both.columns + from, i * both.columns + to)),
    );
  expectNear(columns(0, features), units);
  expectNear(columns(features, features + dimensions), own);
});

function expectNear(a: Matrix, b: Matrix) {
  expect([a.rows, a.columns]).toEqual([b.rows, b.columns]);
  a.data.forEach((value, i) => void expect(value).toBeCloseTo(b.data[i], 4));
}

/** What an end makes of the features, [N, E]. */
async function embedded(head: NetworkEnd) {
  const g = new Graph();
  const x = g.constant(given.data, { shape: [count, features] });
  const own = head.parameters.map(({ name, shape }) => {
    return [name, g.constant(floats(weights[`head/${name}`]), { shape })] as const;
  });
  const session = await nodeRuntime.load(toOnnx({ embedding: head.embedding(x, Object.fromEntries(own)) }));
  const { embedding } = await session.run({});
  await session.dispose();
  return matrix(count, embedding.shape[1], floats(embedding));
}
