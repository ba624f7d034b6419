import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { project } from '../../src/backbones/projection.ts';
import { dot, fromRows, matrix, row, takeRows } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { labelled, subset } from '../../src/fit/labelled.ts';
import { classMeans } from '../../src/gallery/class-means.ts';
import { cholesky, invertLower, solveLower, solveTransposed } from '../../src/linalg/cholesky.ts';
import { transposed64 } from '../../src/linalg/float64-rows.ts';
import { typedProduct } from '../../src/linalg/product.ts';
import { type ProjectionName, projections } from '../../src/spaces/catalogue.ts';
import type { ProjectionOptions } from '../../src/spaces/projection-fit.ts';
import { withinClassScatter } from '../../src/spaces/scatter.ts';
import { whiteningFactor, whiteningMatrix } from '../../src/spaces/whitened.ts';
import { byMultiplication, bySubstitution, whiteningFor } from '../../src/spaces/whitening.ts';
import { clouds, even, rowsOf } from '../gallery/clouds.ts';

const golden = JSON.parse(readFileSync(new URL('../golden/projections.json', import.meta.url), 'utf8'));
const names = Object.keys(projections) as ProjectionName[];
const options: ProjectionOptions = { power: 1, shrinkage: 0.2 };

async function fitted(name: ProjectionName, learned: ReturnType<typeof labelled>, how = options) {
  const projection = await projections[name](learned, how, typedProduct);
  if (projection === null) throw new Error(`${name} was not fitted`);
  return projection;
}

describe.each(names)('the projection %s', (name) => {
  const cloud = clouds(even(18, 4));

  it('gives unit rows', async () => {
    const features = await project(await fitted(name, labelled(cloud)), cloud.embeddings, typedProduct);
    for (let i = 0; i < features.rows; i++) expect(dot(row(features, i), row(features, i))).toBeCloseTo(1, 5);
  });

  it('does not depend on the order of the pictures', async () => {
    const backwards = subset(cloud, cloud.samples.map((_, i) => i).reverse());
    const [a, b] = await Promise.all(
      [cloud, backwards].map(async (embedded) => {
        const features = await project(await fitted(name, labelled(embedded)), cloud.embeddings, typedProduct);
        return typedProduct(features, features); // Cosines: a basis may be rotated.
      }),
    );
    a.data.forEach((value, i) => {
      expect(value).toBeCloseTo(b.data[i], 4);
    });
  });

  it('leaves embeddings as they are, and powers change them', async () => {
    const before = cloud.embeddings.data.slice();
    const plainly = await project(await fitted(name, labelled(cloud)), cloud.embeddings, typedProduct);
    const how = { ...options, power: 0.5 };
    const powered = await project(await fitted(name, labelled(cloud), how), cloud.embeddings, typedProduct);
    expect(cloud.embeddings.data).toEqual(before);
    expect(powered.data).not.toEqual(plainly.data);
  });
});

describe('projections of few pictures', () => {
  const single = labelled(clouds(even(18, 1)));

  const alike = labelled(clouds(even(18, 300), { spread: 0 }));

  test.each(['whitened', 'discriminant'] as const)('%s needs a class with two pictures that differ', async (name) => {
    expect(await projections[name](single, options, typedProduct)).toBeNull();
    expect(await projections[name](alike, options, typedProduct)).toBeNull();
  });

  it('discriminant needs many classes, but fewer than dimensions', async () => {
    expect(await projections.discriminant(labelled(clouds(even(5, 4))), options, typedProduct)).toBeNull();
    expect(await projections.discriminant(labelled(clouds(even(25, 4))), options, typedProduct)).toBeNull();
  });

  it('discriminant needs class means that differ in many directions', async () => {
    const same = clouds({ a: 3 });
    const classes = Array.from({ length: 20 }, (_, c) => `c${c}`);
    const embeddings = fromRows(classes.flatMap(() => rowsOf(same.embeddings)));
    const labels = Int32Array.from({ length: embeddings.rows }, (_, i) => Math.floor(i / 3));
    expect(await projections.discriminant({ embeddings, labels, classes }, options, typedProduct)).toBeNull();
  });

  it('whitened works with Ledoit and Wolf where pictures are fewer than dimensions', async () => {
    const projection = await projections.whitened(
      labelled(clouds({ a: 2, b: 2 })),
      { power: 1, shrinkage: 'ledoit-wolf' },
      typedProduct,
    );
    expect(projection?.weights?.data.every(Number.isFinite)).toBe(true);
  });
});

describe('against scikit-learn', () => {
  const learned = {
    embeddings: fromRows(golden.train),
    labels: Int32Array.from(golden.labels),
    classes: Array.from({ length: golden.classes }, (_, c) => `c${c}`),
  };
  const tested = fromRows(golden.test);

  /** Squared distances in the space before rows are made unit: what LDA decides by. */
  async function distances(name: 'whitened' | 'discriminant', shrinkage: number) {
    const { weights } = await fitted(name, learned, { power: 1, shrinkage });
    if (weights === null) throw new Error('no weights');
    const means = classMeans(learned.embeddings, learned.labels, golden.classes);
    const [queries, centres] = await Promise.all([typedProduct(tested, weights), typedProduct(means, weights)]);
    return rowsOf(queries).map((query) =>
      rowsOf(centres).map((centre) => query.reduce((sum, value, j) => sum + (value - centre[j]) ** 2, 0)),
    );
  }

  test.each([0.1, 0.5])('whitened distances are Mahalanobis distances at shrinkage %s', async (shrinkage) => {
    const { nearest, ratio } = golden.discriminantAnalysis[String(shrinkage)];
    const found = await distances('whitened', shrinkage);
    expect(found.map((row) => row.indexOf(Math.min(...row)))).toEqual(nearest);
    found.forEach((row, q) => {
      expect(row[1] / row[0]).toBeCloseTo(ratio[q], 2);
    });
  });

  test.each([0.1, 0.5])('the discriminant part keeps every nearest class mean at shrinkage %s', async (shrinkage) => {
    const found = await distances('discriminant', shrinkage);
    const { nearest } = golden.discriminantAnalysis[String(shrinkage)];
    expect(found.map((row) => row.indexOf(Math.min(...row)))).toEqual(nearest);
    expect((await fitted('discriminant', learned)).weights?.rows).toBe(golden.classes - 1);
  });

  it('the discriminant part keeps the distances between class means', async () => {
    const means = classMeans(learned.embeddings, learned.labels, golden.classes);
    const lengths = await Promise.all(
      (['whitened', 'discriminant'] as const).map(async (name) => {
        const { weights } = await fitted(name, learned);
        const centres = rowsOf(await typedProduct(means, weights ?? matrix(0, 0)));
        const between = centres.map((centre) => Math.hypot(...centre.map((value, j) => value - centres[0][j])));
        return between.map((length) => length / between[1]); // Up to scale.
      }),
    );
    lengths[0].forEach((length, c) => {
      expect(lengths[1][c]).toBeCloseTo(length, 4);
    });
  });

  it('standardised features are those of StandardScaler and normalize', async () => {
    const features = await project(await fitted('standardised', learned), tested, typedProduct);
    rowsOf(features).forEach((values, i) => {
      values.forEach((value, j) => {
        expect(value).toBeCloseTo(golden.standardised[i][j], 5);
      });
    });
  });

  it('the shrinkage, and the scatter that it shrinks, are those of Ledoit and Wolf', async () => {
    const { rows, labels, shrinkage, covariance } = golden.ledoitWolf;
    const classes = ['a', 'b', 'c', 'd', 'e', 'f'];
    const embedded = { embeddings: fromRows(rows), labels: Int32Array.from(labels), classes };
    const scatter = await withinClassScatter(embedded, typedProduct);
    expect(scatter?.ledoitWolf).toBeCloseTo(shrinkage, 5);
    const factor = scatter && whiteningFactor(scatter, 'ledoit-wolf'); // L L^T is the shrunk scatter.
    const lower = fromRows(Array.from({ length: 12 }, (_, i) => factor?.subarray(12 * i, 12 * i + 12) ?? []));
    rowsOf(await typedProduct(lower, lower)).forEach((values, i) => {
      values.forEach((value, j) => {
        expect(value).toBeCloseTo(covariance[i][j], 5);
      });
    });
  });
});

describe('cholesky', () => {
  const times = (a: Float64Array, b: Float64Array, size: number) =>
    Float64Array.from({ length: size * size }, (_, at) => {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += a[Math.floor(at / size) * size + k] * b[k * size + (at % size)];
      return sum;
    });
  const flipped = (a: Float64Array, size: number) => transposed64(a, size);

  const positiveDefinite = fc
    .record({ size: fc.integer({ min: 1, max: 23 }), seed: fc.integer() })
    .map(({ size, seed }) => {
      const { normal } = random(seed, 'positive definite');
      const root = Float64Array.from({ length: size * size }, normal);
      const a = times(root, flipped(root, size), size);
      for (let i = 0; i < size; i++) a[i * size + i] += 0.5;
      return { a, size };
    });

  it('gives L with L L^T = A, and its inverse', () => {
    fc.assert(
      fc.property(positiveDefinite, ({ a, size }) => {
        const lower = cholesky(a, size);
        const inverse = invertLower(lower, size);
        times(lower, flipped(lower, size), size).forEach((value, at) => {
          expect(value).toBeCloseTo(a[at], 8);
        });
        times(lower, inverse, size).forEach((value, at) => {
          expect(value).toBeCloseTo(at % (size + 1) === 0 ? 1 : 0, 8);
        });
        for (const triangle of [lower, inverse]) {
          expect(triangle.every((value, at) => at % size <= Math.floor(at / size) || value === 0)).toBe(true);
        }
      }),
    );
  });

  it('solves L X = B and L^T X = B as the inverse does', () => {
    fc.assert(
      fc.property(positiveDefinite, fc.integer({ min: 0, max: 6 }), ({ a, size }, count) => {
        const lower = cholesky(a, size);
        const inverse = invertLower(lower, size);
        const b = Float64Array.from({ length: size * count }, random(count, 'right sides').normal);
        const before = b.slice();
        const multiplied = (m: Float64Array) =>
          Float64Array.from(b, (_, at) => {
            let sum = 0;
            for (let k = 0; k < size; k++) sum += m[Math.floor(at / count) * size + k] * b[k * count + (at % count)];
            return sum;
          });
        const close = (x: Float64Array, y: Float64Array) =>
          x.forEach((value, at) => {
            expect(value).toBeCloseTo(y[at], 8);
          });
        close(solveLower(lower, size, b), multiplied(inverse));
        close(solveTransposed(lower, size, b), multiplied(flipped(inverse, size)));
        expect(b).toEqual(before);
      }),
    );
  });

  it('refuses a matrix that is not positive definite', () => {
    expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow('not invertible');
  });
});

describe('substitution and multiplication', () => {
  it('give the same, for any number of rows', async () => {
    const scatter = await withinClassScatter(labelled(clouds(even(18, 4))), typedProduct);
    if (scatter === null) throw new Error('no scatter');
    const factor = whiteningFactor(scatter, 0.1);
    const [solving, multiplying] = [bySubstitution(factor), byMultiplication(whiteningMatrix(factor), typedProduct)];
    for (const way of ['into', 'weightsTo'] as const) {
      const [a, b] = [await solving[way](scatter.means), await multiplying[way](scatter.means)];
      const scale = a.data[0] / b.data[0];
      a.data.forEach((value, i) => {
        expect(value / scale).toBeCloseTo(b.data[i], 4);
      });
    }
    for (const count of [1, 2]) {
      const rows = takeRows(
        scatter.means,
        Array.from({ length: count }, (_, i) => i),
      );
      expect((await whiteningFor(factor, count, typedProduct).into(rows)).data).toEqual(
        (await solving.into(rows)).data,
      );
    }
    const many = await whiteningFor(factor, scatter.means.rows, typedProduct).into(scatter.means);
    expect(many.data).toEqual((await multiplying.into(scatter.means)).data);
  });
});
