import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainProjection } from '../../src/backbones/projection.ts';
import { fromRows, matrix } from '../../src/base/matrix.ts';
import type { Classifier } from '../../src/classify/classifier.ts';
import { accuracyOf, logits, openClassifier, softmax } from '../../src/classify/classify.ts';
import { typedProduct } from '../../src/runtime/product.ts';
import { rowsOf } from '../gallery/clouds.ts';

const classifier: Classifier = {
  head: 'linear',
  projection: plainProjection,
  classes: ['ash', 'birch', 'cedar'],
  weights: fromRows([
    [1, 0],
    [0, 2],
    [-1, -1],
  ]),
  bias: Float32Array.of(0, 0.5, 0),
  sharpness: 4,
  temperature: 2,
};
const embeddings = fromRows([
  [1, 0],
  [0.6, 0.8],
  [-0.8, -0.6],
]);

describe('a classifier', () => {
  it('gives sharpness * (W f) + b', async () => {
    expect(rowsOf(await logits(classifier, embeddings, typedProduct))[0]).toEqual([4, 0.5, -4]);
  });

  it('answers with the most probable class first, always known', async () => {
    const answers = await openClassifier(classifier, typedProduct).recognise(embeddings, { top: 2 });
    expect(answers.map(({ label }) => label)).toEqual(['ash', 'birch', 'cedar']);
    for (const { known, threshold, candidates, score } of answers) {
      expect([known, threshold, candidates.length, candidates[0].score]).toEqual([true, null, 2, score]);
    }
  });

  it('finds a picture familiar by its probability times its cosine with the class', async () => {
    const [{ score, familiarity }, second] = await openClassifier(classifier, typedProduct).recognise(embeddings);
    expect(familiarity).toBeCloseTo(score, 6); // The cosine is 1.
    expect(second.familiarity).toBeCloseTo(second.score * 0.8, 6);
  });

  it('is no surer when the temperature rises', async () => {
    const warm = await openClassifier({ ...classifier, temperature: 9 }, typedProduct).recognise(embeddings);
    const cold = await openClassifier({ ...classifier, temperature: 1 }, typedProduct).recognise(embeddings);
    warm.forEach(({ label, score }, i) => {
      expect([label, score < cold[i].score]).toEqual([cold[i].label, true]);
    });
  });
});

describe('softmax', () => {
  it('sums to 1 and keeps the order, however large the logits', () => {
    const numbers = fc.array(fc.float({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(numbers, (values) => {
        const probabilities = softmax(matrix(1, values.length, Float32Array.from(values)), 3).data;
        expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
        values.forEach((value, i) => {
          if (Math.fround(value) > Math.fround(values[0]))
            expect(probabilities[i]).toBeGreaterThanOrEqual(probabilities[0]);
        });
      }),
    );
  });

  it('divides by the temperature', () => {
    const [a, b] = softmax(fromRows([[2, 0]]), 2).data;
    expect(a / b).toBeCloseTo(Math.E, 5);
  });
});

it('accuracy counts rows whose largest score is at their label', () => {
  const scores = fromRows([
    [1, 2],
    [3, 0],
    [0, 1],
  ]);
  expect(accuracyOf(scores, Int32Array.of(1, 0, 0))).toBeCloseTo(2 / 3);
});
