import { expect, test } from 'vitest';
import { dot, row } from '../../src/base/matrix.ts';
import { typedProduct } from '../../src/linalg/product.ts';
import { retrieved } from '../../src/train/validation/retrieval-scores.ts';
import { clouds, even } from '../gallery/clouds.ts';

test('recall at 1 of unseen classes follows its definition; pictures alone in their class are no queries', async () => {
  const { embeddings, samples } = clouds({ ...even(6, 5), lonely: 1 }, { spread: 1.5 });
  const names = [...new Set(samples.map(({ label }) => label))];
  const labels = Int32Array.from(samples, ({ label }) => names.indexOf(label));
  let [asked, right] = [0, 0];
  for (const [i, label] of labels.entries()) {
    if (labels.filter((other) => other === label).length === 1) continue;
    const others = [...labels.keys()].filter((j) => j !== i);
    const similarity = (j: number) => dot(row(embeddings, i), row(embeddings, j));
    const nearest = others.reduce((best, j) => (similarity(j) > similarity(best) ? j : best));
    asked++;
    right += labels[nearest] === label ? 1 : 0;
  }
  const { recallAt1, low, high } = await retrieved({ embeddings, labels, classes: names.length }, typedProduct);
  expect(recallAt1).toBeCloseTo(right / asked, 12);
  expect(right).toBeLessThan(asked);
  expect(low).toBeLessThan(recallAt1);
  expect(high).toBeGreaterThan(recallAt1);
});
