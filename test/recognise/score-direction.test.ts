import { expect, test } from 'vitest';
import { type Projection, plainProjection, project } from '../../src/backbones/projection.ts';
import { dot, matrix, normaliseRows, row } from '../../src/base/matrix.ts';
import { typedProduct as product } from '../../src/linalg/product.ts';
import { scoreDirection } from '../../src/recognise/score-direction.ts';
import { exampleProjection, noise } from '../bundle/example.ts';

const dimensions = 12;
const embedding = row(normaliseRows(noise(2, 'embedding', 1, dimensions)), 0);
const whole = exampleProjection(3, 5, dimensions);

/** What the score is where the embedding adds nothing: the mean alone, with the lengths of this embedding. */
function constantOf({ power, mean, std, weights }: Projection, target: Float32Array): number {
  if (mean === null) return 0;
  const raised = Array.from(embedding, (x) => Math.sign(x) * Math.abs(x) ** power);
  const length = Math.hypot(...raised);
  const scaled = (values: readonly number[]) => values.map((value, d) => value / (std?.[d] ?? 1));
  const features = (values: readonly number[]) =>
    weights
      ? Array.from({ length: weights.rows }, (_, i) => values.reduce((sum, v, d) => sum + v * row(weights, i)[d], 0))
      : values;
  const f = features(scaled(raised.map((value, d) => value / length - mean[d])));
  const zero = features(scaled(Array.from(mean, (value) => -value)));
  return zero.reduce((sum, value, i) => sum + value * target[i], 0) / Math.hypot(...f);
}

const projections: Readonly<Record<string, Projection>> = {
  plain: plainProjection,
  'power alone': { ...plainProjection, power: 0.5 },
  'mean and std': { ...whole, power: 1, weights: null },
  'weights alone': { ...whole, power: 1, mean: null, std: null },
  everything: whole,
};

test.each(Object.entries(projections))('makes up the score without its constant: %s', async (_, projection) => {
  const target = noise(4, 'target', 1, projection.weights?.rows ?? dimensions).data;
  const features = (await project(projection, matrix(1, dimensions, embedding), product)).data;
  const direction = scoreDirection(projection, { embedding, target });
  expect(dot(direction, embedding) + constantOf(projection, target)).toBeCloseTo(dot(features, target), 4);
});

test('a number of the embedding that is zero has no direction', () => {
  const some = Float32Array.of(0, 0.6, 0.8);
  const direction = scoreDirection(
    { ...plainProjection, power: 0.5 },
    { embedding: some, target: new Float32Array(3).fill(1) },
  );
  expect([direction[0], direction.every(Number.isFinite)]).toEqual([0, true]);
});
