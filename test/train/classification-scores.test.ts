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

describe('judged rows', () => {
  test('count what the largest logit and the nearest class mean name rightly', () => {
    const logits = fromRows([
      [3, 1],
      [0, 2],
      [0, 1],
    ]);
    const { accuracy, nearest } = classificationScores({ embeddings, logits, labels }, references, 2);
    expect(accuracy).toBe(1);
    expect(nearest).toBeCloseTo(2 / 3);
  });

  test('have the loss of the best temperature: logits that are too sure lose nothing by it', () => {
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

  test('a class without a reference is nearest to nothing that another is near to', () => {
    const logits = fromRows([
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
    ]);
    expect(classificationScores({ embeddings, logits, labels }, references, 3).nearest).toBeCloseTo(2 / 3);
  });
});
