import { expect, it } from 'vitest';
import { fromRows, matrix, normaliseRows } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { Graph } from '../../src/graph/graph.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import { embeddingHead } from '../../src/learn/embedding-head.ts';
import { startedIn, whitenedStart } from '../../src/learn/projections/whitened-start.ts';
import { type Learned, whitenedEnd } from '../../src/learn/whitened-end.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { typedProduct } from '../../src/runtime/product.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';

const [count, features, dimensions] = [30, 9, 5];
const { normal } = random(4, 'end');
const given = fromRows(Array.from({ length: count }, () => Array.from({ length: features }, normal)));
const labels = Array.from({ length: count }, (_, i) => i % 6);

it('gives in one graph what whitening its embeddings gives, whatever the head learned, and names no class', async () => {
  const head = embeddingHead({ features, dimensions, classes: 6, sharpness: 10, random: random(0, 'head') });
  const weights = Object.fromEntries(
    head.parameters.map(({ name, shape, initial }) => [`head/${name}`, floatTensor(initial.map(normal), shape)]),
  );
  const before = await embedded({ head, weights });
  const space = await whitenedStart(before, labels, dimensions, { random: random(0, 'a'), product: typedProduct });
  if (space === null) throw new Error('there is nothing to whiten by');
  const ended = whitenedEnd({ head, weights }, space);
  expect(ended.head.logits).toBeNull();
  const [there, expected] = [await embedded(ended), await startedIn(space, before, typedProduct)];
  there.data.forEach((value, i) => void expect(value).toBeCloseTo(expected.data[i], 4));
  expect(normaliseRows(there).data[0]).toBeCloseTo(there.data[0], 5);
});

/** What a head makes of the features, [N, E]. */
async function embedded({ head, weights }: Learned) {
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
