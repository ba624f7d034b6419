import { type Matrix, matrix } from '../base/matrix.ts';
import type { Random } from '../base/random.ts';
import { orthonormalBasis } from './orthonormal-basis.ts';
import { type Product, scatterMatrix } from './product.ts';

/** Rounds after which what is left of smaller directions does not matter: their share falls by the square of the ratio. */
const rounds = 4;

/**
 * The directions in which rows [N, D] vary most, around zero: `count` of them or as many as there are, orthonormal, [E, D]. By subspace
 * iteration from random directions (Halko, Martinsson and Tropp 2011), so that no eigenvalues are needed; within what
 * they span their order is not kept.
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
