import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Matrix, matrix } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { graphProduct, productFor, runtimeFrom, scatterMatrix, typedProduct } from '../../src/linalg/product.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import type { Runtime } from '../../src/runtime/runtime.ts';

function randomMatrix(rows: number, columns: number, seed: number): Matrix {
  return matrix(rows, columns, Float32Array.from({ length: rows * columns }, random(seed, 'matrix').normal));
}

/** The definition: result[i][j] = sum_d a[i][d] b[j][d]. */
function naive(a: Matrix, b: Matrix): number[] {
  const inner = (i: number, j: number) =>
    Array.from({ length: a.columns }, (_, d) => a.data[i * a.columns + d] * b.data[j * b.columns + d]);
  return Array.from({ length: a.rows * b.rows }, (_, k) =>
    inner(Math.floor(k / b.rows), k % b.rows).reduce((x, y) => x + y, 0),
  );
}

/** nodeRuntime, and how many sessions it has made. */
function counted() {
  const counter = { loads: 0 };
  const runtime: Runtime = {
    load(model, options) {
      counter.loads++;
      return nodeRuntime.load(model, options);
    },
  };
  return { runtime, counter };
}

describe.each([
  ['typedProduct', typedProduct],
  ['graphProduct', graphProduct(nodeRuntime)],
  ['productFor', productFor(nodeRuntime)],
])('%s', (_, product) => {
  it('gives all inner products of rows, for every shape', async () => {
    const size = fc.integer({ min: 1, max: 9 });
    await fc.assert(
      fc.asyncProperty(size, fc.integer({ min: 1, max: 140 }), size, fc.integer(), async (q, n, d, seed) => {
        const [a, b] = [randomMatrix(q, d, seed), randomMatrix(n, d, seed + 1)];
        const result = await product(a, b);
        expect([result.rows, result.columns]).toEqual([q, n]);
        naive(a, b).forEach((value, i) => {
          expect(Math.abs(result.data[i] - value)).toBeLessThan(1e-5);
        });
      }),
      { numRuns: 30 },
    );
  });
});

describe('graphProduct', () => {
  it('makes one session, also for calls side by side', async () => {
    const { runtime, counter } = counted();
    const product = graphProduct(runtime);
    const a = randomMatrix(3, 4, 0);
    const results = await Promise.all([product(a, a), product(a, randomMatrix(2, 4, 1)), product(a, a)]);
    expect(counter.loads).toBe(1);
    expect(results[2]).toEqual(results[0]);
  });

  it('works again after a failed call', async () => {
    const product = graphProduct(nodeRuntime);
    const a = randomMatrix(3, 4, 0);
    await expect(product(a, randomMatrix(3, 5, 0))).rejects.toMatchObject({ code: 'bad-model' });
    expect((await product(a, a)).rows).toBe(3);
  });
});

describe('productFor', () => {
  it('touches the runtime only for large products', async () => {
    const { runtime, counter } = counted();
    const product = productFor(runtime);
    await product(randomMatrix(10, 8, 0), randomMatrix(10, 8, 1));
    expect(counter.loads).toBe(0);
    const side = Math.ceil(Math.sqrt(runtimeFrom / 8));
    const large = matrix(side, 8);
    await product(large, large);
    expect(counter.loads).toBe(1);
  });
});

describe('scatterMatrix', () => {
  it('is a^T a', async () => {
    const a = randomMatrix(5, 3, 0);
    const { rows, columns, data } = await scatterMatrix(a, typedProduct);
    expect([rows, columns]).toEqual([3, 3]);
    data.forEach((value, k) => {
      const [i, j] = [Math.floor(k / 3), k % 3];
      const sum = [0, 1, 2, 3, 4].reduce((total, n) => total + a.data[n * 3 + i] * a.data[n * 3 + j], 0);
      expect(value).toBeCloseTo(sum, 5);
    });
  });
});
