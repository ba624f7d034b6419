import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRows, matrix } from '../../src/base/matrix.ts';
import { classMeans } from '../../src/gallery/class-means.ts';
import { embeddingEntry } from '../embedding-entry.ts';
import { rowsOf } from './clouds.ts';

const pictures = fc.array(
  fc.record({
    label: fc.nat(3),
    vector: fc.array(embeddingEntry, { minLength: 3, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('class means', () => {
  it('are the mean of the vectors of each class, zeros where there is none', () => {
    fc.assert(
      fc.property(pictures, (some) => {
        const labels = Int32Array.from(some, ({ label }) => label);
        const found = rowsOf(classMeans(fromRows(some.map(({ vector }) => vector)), labels, 4));
        found.forEach((mean, c) => {
          const own = some.filter(({ label }) => label === c);
          mean.forEach((value, j) => {
            const sum = own.reduce((total, { vector }) => total + vector[j], 0);
            expect(value).toBe(Math.fround(sum / (own.length || 1)));
          });
        });
      }),
    );
  });

  it('lose no digits where a class has many vectors', () => {
    const [each, count] = [Float32Array.of(0.1, -0.7), 50_000];
    const vectors = matrix(
      count,
      2,
      Float32Array.from({ length: 2 * count }, (_, i) => each[i % 2]),
    );
    expect(classMeans(vectors, new Int32Array(count), 1).data).toEqual(each);
  });
});
