import { type Matrix, matrix, row } from '../base/matrix.ts';
import { semaphore } from '../base/semaphore.ts';
import type { Runtime, Session } from './runtime.ts';
import { floats, matrixTensor } from './tensors.ts';

/** a b^T, all inner products of the rows of `a` and `b`: [Q, D] and [N, D] -> [Q, N]; of unit rows, their cosines. */
export type Product = (a: Matrix, b: Matrix) => Promise<Matrix>;

/**
 * Multiplications (Q N D) from which the runtime's product is worth making a session for. Measured on 2 AVX2 cores:
 * typed loops do 0.5e9 a second, the runtime 50e9 after 0.2 ms a call and, once, 10 ms for the session. Fixed,
 * because a choice by timing could give other last digits from one run to the next.
 */
export const runtimeFrom = 5e6;

/** The product in the way that suits its size. The runtime is not touched before a large one comes. */
export function productFor(runtime: Runtime): Product {
  const large = graphProduct(runtime);
  return (a, b) => (a.rows * b.rows * a.columns < runtimeFrom ? typedProduct(a, b) : large(a, b));
}

/** Rows of `b` that are met by every row of `a` before the next ones, so that they stay in the processor's cache. */
const blockRows = 64;

/** The product in plain loops over typed arrays. */
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

/** The product in the runtime, whose session is made at the first call and serves all that follow, one by one. */
export function graphProduct(runtime: Runtime): Product {
  let session: Promise<Session> | undefined;
  const turn = semaphore(1);
  return (a, b) => {
    session ??= productSession(runtime);
    const loaded = session;
    return turn.run(async () => runProduct(await loaded, a, b));
  };
}

/** a^T a, [N, D] -> [D, D]: of centred rows the scatter matrix. */
export function scatterMatrix(a: Matrix, product: Product): Promise<Matrix> {
  const columns = transposed(a);
  return product(columns, columns);
}

/** a b, the usual product of matrices: [M, K] and [K, N] -> [M, N]. */
export function composed(a: Matrix, b: Matrix, product: Product): Promise<Matrix> {
  return product(a, transposed(b));
}

/** Rows become columns: [N, D] -> [D, N]. */
export function transposed({ rows, columns, data }: Matrix): Matrix {
  const result = matrix(columns, rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result.data[j * rows + i] = data[i * columns + j];
  }
  return result;
}

/** What builds graphs is loaded where one is built: most answers are small and need none. */
async function productSession(runtime: Runtime): Promise<Session> {
  const { productModel } = await import('./product-model.ts');
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
