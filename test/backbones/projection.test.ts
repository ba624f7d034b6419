import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featureCount, plainProjection, powered, project } from '../../src/backbones/projection.ts';
import { fromRows, type Matrix, matrix, takeRows } from '../../src/base/matrix.ts';
import { typedProduct } from '../../src/linalg/product.ts';
import { embeddingEntry } from '../embedding-entry.ts';

const three = { minLength: 3, maxLength: 3 } as const;
const embeddings = fc.array(fc.array(embeddingEntry, three), { minLength: 1, maxLength: 5 });
const projections = fc.record({
  name: fc.constant('any'),
  power: fc.constantFrom(1, 0.75, 0.5),
  mean: fc.option(fc.array(embeddingEntry, three).map((values) => Float32Array.from(values))),
  std: fc.option(fc.array(fc.double({ min: 0.1, max: 3, noNaN: true }), three).map((d) => Float32Array.from(d))),
  weights: fc.option(fc.array(fc.array(embeddingEntry, three), { minLength: 1, maxLength: 4 }).map(fromRows)),
});

const unit = (values: readonly number[]) => values.map((value) => value / (Math.hypot(...values) || 1));
const rowsOf = ({ rows, columns, data }: Matrix) =>
  Array.from({ length: rows }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);

describe('a projection', () => {
  it('is normalise(W (normalise(sign(x) |x|^power) - mean) / deviation)', async () => {
    const isDefinition = async (
      given: number[][],
      projection: typeof projections extends fc.Arbitrary<infer T> ? T : never,
    ) => {
      const found = rowsOf(await project(projection, fromRows(given), typedProduct));
      const { power, mean, std, weights } = projection;
      given.forEach((x, i) => {
        const tamed = power === 1 ? x : unit(x.map((value) => Math.sign(value) * Math.abs(value) ** power));
        const shifted = tamed.map((value, j) => (value - (mean?.[j] ?? 0)) / (std?.[j] ?? 1));
        const mapped = weights ? rowsOf(weights).map((w) => w.reduce((sum, w, j) => sum + w * shifted[j], 0)) : shifted;
        fc.pre(Math.hypot(...mapped) > 0.05); // Else much of it is rounding.
        unit(mapped).forEach((value, j) => {
          expect(found[i][j]).toBeCloseTo(value, 3);
        });
      });
    };
    await fc.assert(fc.asyncProperty(embeddings, projections, isDefinition));
  });

  it('gives each picture what it gives it among others, and leaves embeddings as they are', async () => {
    const alike = async (given: number[][], projection: Parameters<typeof project>[0]) => {
      const all = fromRows(given);
      const before = all.data.slice();
      const together = await project(projection, all, typedProduct);
      for (let i = 0; i < all.rows; i++) {
        const alone = await project(projection, takeRows(all, [i]), typedProduct);
        expect(rowsOf(alone)[0]).toEqual(rowsOf(together)[i]);
      }
      expect(all.data).toEqual(before);
    };
    await fc.assert(fc.asyncProperty(embeddings, projections, alike));
  });

  it('keeps the numbers per feature that it announces', async () => {
    const announced = async (given: number[][], projection: Parameters<typeof project>[0]) => {
      const { columns } = await project(projection, fromRows(given), typedProduct);
      expect(columns).toBe(featureCount(projection, 3));
    };
    await fc.assert(fc.asyncProperty(embeddings, projections, announced));
  });

  it('leaves nothing of nothing, and no direction where there is none', async () => {
    expect((await project(plainProjection, matrix(0, 3), typedProduct)).rows).toBe(0);
    const black = await project({ ...plainProjection, power: 0.5 }, matrix(1, 3), typedProduct);
    expect([...black.data]).toEqual([0, 0, 0]);
  });
});

describe('powers', () => {
  it('keep signs and the order of sizes, and give unit rows', () => {
    const kept = (values: number[]) => {
      fc.pre(Math.hypot(...values) > 1e-3);
      const found = powered(fromRows([values]), 0.5).data;
      expect(Math.hypot(...found)).toBeCloseTo(1, 5);
      found.forEach((value, j) => {
        expect(Math.sign(value)).toBe(Math.sign(values[j]));
        for (let k = 0; k < values.length; k++) {
          if (Math.abs(values[k]) < Math.abs(values[j])) {
            expect(Math.abs(found[k])).toBeLessThanOrEqual(Math.abs(value));
          }
        }
      });
    };
    fc.assert(fc.property(fc.array(embeddingEntry, three), kept));
  });
});
