import { describe, expect, test } from 'vitest';
import { fromRows } from '../../src/base/matrix.ts';
import { classificationScores } from '../../src/train/validation/classification-scores.ts';

const labels = Int32Array.of(0, 1, 1);
const embeddings = fromRows([
  [1, 0],
  [0, 1],
  [0.9, 0.43589],
]);
const references = {
  embeddings: fromRows([
    [1, 0],
    [0, 1],
    [0.6, 0.8],
  ]),
  labels,
};

describe('classification scores', () => {
  test('count right answers of the largest logit and of the nearest class mean', () => {
    const logits = fromRows([
      [3, 1],
      [0, 2],
      [0, 1],
    ]);
    const { accuracy, nearest } = classificationScores({ embeddings, logits, labels }, references, 2);
    expect(accuracy).toBe(1);
    expect(nearest).toBeCloseTo(2 / 3);
  });

  test('have the loss at the best temperature: overconfident logits lose nothing', () => {
    const logits = fromRows([
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
    const sure = fromRows([
      [2, 0],
      [0, 2],
      [2, 0],
    ]);
    const loss = (rows: typeof logits) =>
      classificationScores({ embeddings, logits: rows, labels }, references, 2).loss;
    expect(loss(sure)).toBeCloseTo(loss(logits), 5);
    const surprise = (z: number) => Math.log(1 + Math.exp(-z));
    const definition = (t: number) => (2 * surprise(1 / t) + surprise(-1 / t)) / 3;
    expect(loss(logits)).toBeCloseTo(Math.min(...[0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4].map(definition)), 5);
  });

  test('a class without a reference is not the nearest of a row near another class', () => {
    const logits = fromRows([
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
    ]);
    expect(classificationScores({ embeddings, logits, labels }, references, 3).nearest).toBeCloseTo(2 / 3);
  });
});
