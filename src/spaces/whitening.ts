import { type Matrix, matrix } from '../base/matrix.ts';
import { solveLower, solveTransposed } from '../linalg/cholesky.ts';
import { transposed64 } from '../linalg/float64-rows.ts';
import { type Product, transposed } from '../linalg/product.ts';
import { whiteningMatrix } from './whitened.ts';

/** The two ways through the space that a Cholesky factor L [D, D] whitens; both up to scale, and [N, D] to [N, D]. */
export type Whitening = {
  /** Rows v to L^-1 v: where they are in the space. */
  into(rows: Matrix): Promise<Matrix>;
  /** Directions b of the space to L^-T b: the weights of a projection to them. */
  weightsTo(directions: Matrix): Promise<Matrix>;
};

/**
 * Substitution takes count * D^2 multiplications for both ways, the inverse D^3 / 6 before the runtime's products,
 * which hardly count: they are even at D / 6 rows. Fixed, because a choice by timing could change last digits.
 */
const fewRows = 1 / 8;

/** The way that suits `count` rows: few are solved for, for many L is inverted once. */
export function whiteningFor(factor: Float64Array, count: number, product: Product): Whitening {
  const few = count < fewRows * Math.sqrt(factor.length);
  return few ? bySubstitution(factor) : byMultiplication(whiteningMatrix(factor), product);
}

/** Without the inverse of L. */
export function bySubstitution(factor: Float64Array): Whitening {
  return {
    into: async (rows) => solvedRows(solveLower, factor, rows),
    weightsTo: async (directions) => solvedRows(solveTransposed, factor, directions),
  };
}

/** By L^-1 [D, D], whatever its scale. */
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
