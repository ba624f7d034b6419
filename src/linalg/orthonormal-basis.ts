import { type Matrix, matrix } from '../base/matrix.ts';
import { innerProduct, subtractCombination } from './float64-rows.ts';

/**
 * Orthonormal rows that span the rows of `vectors`, at most `count`. Classical Gram-Schmidt, applied twice (Giraud et
 * al. 2005).
 */
export function orthonormalBasis({ rows, columns, data }: Matrix, count: number): Matrix {
  const basis = new Float64Array(count * columns);
  let found = 0;
  for (let i = 0; i < rows && found < count; i++) {
    const rest = Float64Array.from(data.subarray(i * columns, (i + 1) * columns));
    const before = length(rest);
    for (let pass = 0; pass < 2; pass++) removeParts(rest, basis, found);
    const after = length(rest);
    if (after <= 1e-6 * before) continue;
    basis.set(
      rest.map((value) => value / after),
      found * columns,
    );
    found++;
  }
  return matrix(found, columns, Float32Array.from(basis.subarray(0, found * columns)));
}

/** Removes from the vector its projection on the first `count` rows of the basis. */
function removeParts(vector: Float64Array, basis: Float64Array, count: number): void {
  const size = vector.length;
  const along = Float64Array.from({ length: count }, (_, k) => innerProduct(basis, k * size, vector, 0, size));
  subtractCombination(vector, 0, { data: basis, start: 0, stride: size, length: size }, count, (k) => along[k]);
}

function length(vector: Float64Array): number {
  return Math.sqrt(innerProduct(vector, 0, vector, 0, vector.length));
}
