import { type Matrix, matrix } from '../base/matrix.ts';
import type { Random } from '../base/random.ts';
import { orthonormalBasis } from './orthonormal-basis.ts';
import { type Product, scatterMatrix } from './product.ts';

/**
 * Number of iterations. Each one shrinks the share of a smaller direction by the square of the ratio, so four are
 * enough.
 */
const rounds = 4;

/**
 * The `count` directions in which rows [N, D] vary most around zero (at most D), orthonormal, [E, D]. Subspace
 * iteration from random directions (Halko, Martinsson and Tropp 2011): no eigenvalues are needed, and the directions
 * within the subspace are in no particular order.
 */
export async function leadingDirections(
  rows: Matrix,
  count: number,
  { random, product }: { readonly random: Random; readonly product: Product },
): Promise<Matrix> {
  const { columns } = rows;
  const scatter = await scatterMatrix(rows, product);
  const wanted = Math.min(count, columns);
  let directions = matrix(wanted, columns, new Float32Array(wanted * columns).map(random.normal));
  for (let round = 0; round < rounds; round++)
    directions = orthonormalBasis(await product(directions, scatter), wanted);
  return directions;
}
