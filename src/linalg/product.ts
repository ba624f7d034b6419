import { type Matrix, matrix, row } from '../base/matrix.ts';
import { semaphore } from '../base/semaphore.ts';
import type { Runtime, Session } from '../runtime/runtime.ts';
import { floats, matrixTensor } from '../runtime/tensors.ts';

/**
 * Computes a b^T, all inner products between rows of `a` [Q, D] and `b` [N, D]: [Q, N]. For unit rows these are
 * cosines.
 */
export type Product = (a: Matrix, b: Matrix) => Promise<Matrix>;

/**
 * From this many multiplications (Q N D) on, the runtime computes the product. Measured on 2 AVX2 cores: plain loops do
 * 0.5e9 multiplications a second; the runtime does 50e9, after 0.2 ms per call and 10 ms once for the session. The
 * limit is fixed, because a choice by timing could change the last digits from one run to the next.
 */
export const runtimeFrom = 5e6;

/**
 * A product that uses plain loops for small matrices and the runtime for large ones. The runtime is first used when a
 * large product is asked for.
 *
 * @example
 * const product = productFor(nodeRuntime);
 * const queries = fromRows([[1, 0]]);
 * const gallery = fromRows([[1, 0], [0, 1]]);
 * [...(await product(queries, gallery)).data]; // => [1, 0]
 */
export function productFor(runtime: Runtime): Product {
  const large = graphProduct(runtime);
  return (a, b) => (a.rows * b.rows * a.columns < runtimeFrom ? typedProduct(a, b) : large(a, b));
}

/**
 * Rows of `b` in one block. All rows of `a` use a block before the next one begins, so that it stays in the processor's
 * cache.
 */
const blockRows = 64;

/** Computes the product in plain loops over typed arrays. */
export const typedProduct: Product = async (a, b) => {
  const result = matrix(a.rows, b.rows);
  for (let block = 0; block < b.rows; block += blockRows) {
    const end = Math.min(block + blockRows, b.rows);
    for (let i = 0; i < a.rows; i++) {
      const left = row(a, i);
      for (let j = block; j < end; j++) result.data[i * b.rows + j] = innerProduct(left, row(b, j));
    }
  }
  return result;
};

/**
 * Computes the product in the runtime. Its session is made at the first call and used for all later ones, one after the
 * other.
 */
export function graphProduct(runtime: Runtime): Product {
  let session: Promise<Session> | undefined;
  const turn = semaphore(1);
  return (a, b) => {
    session ??= productSession(runtime);
    const loaded = session;
    return turn.run(async () => runProduct(await loaded, a, b));
  };
}

/** a^T a, [N, D] -> [D, D]. For centred rows this is the scatter matrix. */
export function scatterMatrix(a: Matrix, product: Product): Promise<Matrix> {
  const columns = transposed(a);
  return product(columns, columns);
}

/** a b, the usual matrix product: [M, K] x [K, N] -> [M, N]. */
export function composed(a: Matrix, b: Matrix, product: Product): Promise<Matrix> {
  return product(a, transposed(b));
}

/** The transpose, copied: [N, D] -> [D, N]. */
export function transposed({ rows, columns, data }: Matrix): Matrix {
  const result = matrix(columns, rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result.data[j * rows + i] = data[i * columns + j];
  }
  return result;
}

/** Imports the code that builds graphs only here: most products are small and do not need it. */
async function productSession(runtime: Runtime): Promise<Session> {
  const { productModel } = await import('../runtime/product-model.ts');
  return runtime.load(productModel());
}

async function runProduct(session: Session, a: Matrix, b: Matrix): Promise<Matrix> {
  const { product } = await session.run({ a: matrixTensor(a), b: matrixTensor(b) });
  return matrix(a.rows, b.rows, floats(product));
}

function innerProduct(a: Float32Array, b: Float32Array): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const even = a.length - (a.length % 4);
  for (let i = 0; i < even; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (let i = even; i < a.length; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}
