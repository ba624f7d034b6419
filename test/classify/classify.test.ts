import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainProjection } from '../../src/backbones/projection.ts';
import { fromRows, matrix, normaliseRows, takeRows } from '../../src/base/matrix.ts';
import type { Classifier } from '../../src/classify/classifier.ts';
import { accuracyOf, logits, openClassifier, softmax } from '../../src/classify/classify.ts';
import { typedProduct } from '../../src/linalg/product.ts';
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
  logitScale: 4,
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

describe('an open classifier', () => {
  const open = openClassifier(classifier, typedProduct);

  it('is its equation, loop by loop', async () => {
    const projection = { ...plainProjection, mean: Float32Array.of(0.1, -0.2), std: Float32Array.of(0.5, 2) };
    const shifted = { ...classifier, projection };
    const found = rowsOf(await openClassifier(shifted, typedProduct).probabilities(embeddings));
    rowsOf(embeddings).forEach(([x, y], i) => {
      const [u, v] = [(x - 0.1) / 0.5, (y + 0.2) / 2];
      const [f, g] = [u / Math.hypot(u, v), v / Math.hypot(u, v)];
      const logits = rowsOf(classifier.weights).map(([a, b], c) => 4 * (a * f + b * g) + classifier.bias[c]);
      const odds = logits.map((logit) => Math.exp(logit / classifier.temperature));
      const total = odds.reduce((sum, value) => sum + value, 0);
      odds.forEach((value, c) => {
        expect(found[i][c]).toBeCloseTo(value / total, 5);
      });
    });
  });

  it('answers in blocks as one by one, with the probabilities that it gives', async () => {
    const many = normaliseRows(fromRows(Array.from({ length: 5000 }, (_, i) => [Math.sin(i), Math.cos(i)])));
    const together = await open.recognise(many);
    const probabilities = rowsOf(await open.probabilities(many));
    expect(together).toHaveLength(many.rows);
    for (const i of [0, 4095, 4096, 4999]) {
      expect(await open.recognise(takeRows(many, [i]))).toEqual([together[i]]);
      for (const { label, score } of together[i].candidates)
        expect(score).toBe(probabilities[i][classifier.classes.indexOf(label)]);
    }
  });

  it('lists classes of one probability in their order', async () => {
    const even = { ...classifier, weights: matrix(3, 2), bias: new Float32Array(3) };
    const [{ label, candidates, familiarity }] = await openClassifier(even, typedProduct).recognise(embeddings);
    expect([label, ...candidates.map((candidate) => candidate.label)]).toEqual(['ash', 'ash', 'birch', 'cedar']);
    expect(familiarity).toBe(0); // Weights of no length have no cosine.
  });

  it('finds a picture strange that is opposite to its most probable class', async () => {
    const tieBreak = { ...classifier, bias: Float32Array.of(50, 0, 0) };
    const [{ label, familiarity }] = await openClassifier(tieBreak, typedProduct).recognise(fromRows([[-1, 0]]));
    expect([label, familiarity]).toEqual(['ash', 0]);
  });

  it('answers nothing to nothing', async () => {
    expect(await open.recognise(matrix(0, 0))).toEqual([]);
    expect((await open.probabilities(matrix(0, 2))).rows).toBe(0);
  });

  it('refuses embeddings of another network', async () => {
    const projected = { ...classifier, projection: { ...plainProjection, weights: matrix(2, 3) } };
    const asked = [
      () => open.recognise(fromRows([[1, 0, 0]])),
      () => open.probabilities(fromRows([[1]])),
      () => logits(projected, embeddings, typedProduct),
    ];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: 'fingerprint' });
  });
});

describe('softmax', () => {
  it('sums to 1 and keeps the order, however large the logits', () => {
    const numbers = fc.array(fc.float({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(numbers, (values) => {
        const probabilities = softmax(matrix(1, values.length, Float32Array.from(values)), 3).data;
        expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
        const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
        for (let i = 1; i < order.length; i++)
          expect(probabilities[order[i]]).toBeGreaterThanOrEqual(probabilities[order[i - 1]]);
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
