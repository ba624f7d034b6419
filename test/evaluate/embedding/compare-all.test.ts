import { describe, expect, test } from 'vitest';
import { dot, row } from '../../../src/base/matrix.ts';
import { classOrder } from '../../../src/evaluate/embedding/class-order.ts';
import { compareAll } from '../../../src/evaluate/embedding/compare-all.ts';
import { levelOf } from '../../../src/evaluate/embedding/cosine-levels.ts';
import { typedProduct } from '../../../src/linalg/product.ts';
import { sum } from '../../../src/metrics/mean.ts';
import { retrieval } from '../../../src/metrics/retrieval.ts';
import { labelledVectors } from './labelled-vectors.ts';

describe.each([
  ['small classes and singletons', [5, 4, 3, 2, 1, 1, 7]],
  ['more rows than a block holds, of classes that lie across blocks', [900, 700, 500, 300, 1]],
  ['one class far larger than a list is at first', [130, 3]],
])('%s', (_, sizes) => {
  const { vectors, labels } = labelledVectors(sizes, { dimensions: 4, noise: 0.8 });
  const order = classOrder(labels);
  const cosine = (i: number, j: number) => dot(row(vectors, i), row(vectors, j));
  const some = [...labels.keys()].filter((i) => i % Math.ceil(labels.length / 60) === 0);

  test('ranks as sorting all the others does', async () => {
    const { rankings } = await compareAll(vectors, order, { product: typedProduct });
    for (const i of some) {
      const others = [...labels.keys()].filter((j) => j !== i);
      const cosines = Float32Array.from(others, (j) => cosine(i, j));
      const expected = retrieval(cosines, (at) => labels[others[at]] === labels[i]);
      const position = order.rows.indexOf(i);
      expect(rankings.averagePrecisionAtR[position]).toBeCloseTo(expected?.averagePrecisionAtR ?? 0, 5);
      expect(rankings.firstPlaces[position] === 1).toBe(expected?.firstIsRight === 1);
      const first = Math.max(...others.filter((j) => labels[j] === labels[i]).map((j) => cosine(i, j)));
      const ahead = others.filter((j) => labels[j] !== labels[i] && cosine(i, j) >= first).length;
      if (expected && ahead < 8) expect(rankings.firstPlaces[position]).toBe(ahead + 1);
      else if (expected) expect(rankings.firstPlaces[position]).toBeGreaterThan(8);
    }
  });

  test('counts every pair once, of the right kind', async () => {
    const { pairs } = await compareAll(vectors, order, { product: typedProduct });
    const N = labels.length;
    const same = sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
    expect(sum(pairs.same)).toBe(same);
    expect(sum(pairs.different)).toBe((N * (N - 1)) / 2 - same);
  });
});

test('puts pairs at the levels of their cosines', async () => {
  const { vectors, labels } = labelledVectors([4, 3, 2]);
  const { pairs } = await compareAll(vectors, classOrder(labels), { product: typedProduct });
  const expected = new Float64Array(pairs.same.length);
  for (let i = 0; i < labels.length; i++) {
    for (let j = 0; j < i; j++) {
      if (labels[i] === labels[j]) expected[levelOf((await typedProduct(one(i), one(j))).data[0])]++;
    }
  }
  expect(pairs.same).toEqual(expected);

  function one(i: number) {
    return { rows: 1, columns: vectors.columns, data: row(vectors, i) };
  }
});
