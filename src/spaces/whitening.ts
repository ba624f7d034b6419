import { type Matrix, matrix } from '../base/matrix.ts';
import { solveLower, solveTransposed } from '../linalg/cholesky.ts';
import { transposed64 } from '../linalg/float64-rows.ts';
import { type Product, transposed } from '../linalg/product.ts';
import { whiteningMatrix } from './whitened.ts';

/** Maps into the space that a Cholesky factor L [D, D] whitens, both up to scale and both [N, D] to [N, D]. */
export type Whitening = {
  /** Rows v to L^-1 v: their coordinates in the space. */
  into(rows: Matrix): Promise<Matrix>;
  /** Directions b of the space to L^-T b: the weights of a projection on them. */
  weightsTo(directions: Matrix): Promise<Matrix>;
};

/**
 * Below this share of D rows, substitution is faster. It takes count * D^2 multiplications for both maps; the inverse
 * takes D^3 / 6, and its products in the runtime hardly count. They are equal at D / 6 rows. The limit is fixed,
 * because a choice by timing could change the last digits.
 */
const fewRows = 1 / 8;

/** The faster way for `count` rows: substitution for few rows, the inverse of L for many. */
export function whiteningFor(factor: Float64Array, count: number, product: Product): Whitening {
  const few = count < fewRows * Math.sqrt(factor.length);
  return few ? bySubstitution(factor) : byMultiplication(whiteningMatrix(factor), product);
}

/** Solves with L directly, without its inverse. */
export function bySubstitution(factor: Float64Array): Whitening {
  return {
    into: async (rows) => solvedRows(solveLower, factor, rows),
    weightsTo: async (directions) => solvedRows(solveTransposed, factor, directions),
  };
}

/** Multiplies with L^-1 [D, D], of any scale. */
export function byMultiplication(inverse: Matrix, product: Product): Whitening {
  return {
    into: (rows) => product(rows, inverse),
    weightsTo: (directions) => product(directions, transposed(inverse)),
  };
}

function solvedRows(solve: typeof solveLower, factor: Float64Array, { rows, columns, data }: Matrix): Matrix {
  const solved = solve(factor, columns, transposed64(data, rows));
  return matrix(rows, columns, Float32Array.from(transposed64(solved, columns)));
}
