import { describe, expect, it } from 'vitest';
import { fromRows, type Matrix, normaliseRows, row } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { classMeans } from '../../src/gallery/class-means.ts';
import { typedProduct } from '../../src/linalg/product.ts';
import { whitenedStart } from '../../src/spaces/whitened-start.ts';

describe('whitenedStart', () => {
  const { normal } = random(5, 'start');
  const [classes, each, dimensions] = [6, 8, 10];
  const labels = Int32Array.from({ length: classes * each }, (_, i) => i % classes);
  const centres = Array.from({ length: classes }, () => Array.from({ length: dimensions }, normal));
  const rows = Array.from(labels, (label) =>
    centres[label].map((value, j) => value + (j < dimensions / 2 ? 3 : 0.1) * normal()),
  );
  const embeddings = normaliseRows(fromRows(rows));

  it('reduces the variation within classes, in as many directions as requested', async () => {
    const wanted = 4;
    const start = await whitenedStart(embeddings, labels, wanted, { random: random(0, 'a'), product: typedProduct });
    if (start === null) throw new Error('there is no start');
    const projected = await typedProduct(embeddings, start.weights);
    for (let i = 0; i < projected.data.length; i++) projected.data[i] += start.bias[i % wanted];
    expect(start.weights.rows).toBe(wanted);
    expect(withinShare(normaliseRows(projected))).toBeLessThan(0.7 * withinShare(embeddings));
  });

  it('has zero rows beyond the existing directions, and is null without identities', async () => {
    const few = fromRows([
      [1, 0, 0],
      [0.8, 0.6, 0],
    ]);
    const start = await whitenedStart(few, ['a', 'a'], 3, { random: random(0, 'a'), product: typedProduct });
    expect(start?.weights.rows).toBe(3);
    expect(start?.weights.data.every(Number.isFinite)).toBe(true);
    expect(await whitenedStart(few, ['a', 'b'], 3, { random: random(0, 'a'), product: typedProduct })).toBeNull();
  });

  /** The share of all squares that lies within classes. */
  function withinShare(features: Matrix): number {
    const means = classMeans(features, labels, classes);
    const whole = classMeans(features, new Int32Array(labels.length), 1);
    const squares = (mean: (i: number) => Float32Array) =>
      labels.reduce((sum, _, i) => sum + row(features, i).reduce((s, v, j) => s + (v - mean(i)[j]) ** 2, 0), 0);
    return squares((i) => row(means, labels[i])) / squares(() => row(whole, 0));
  }
});
