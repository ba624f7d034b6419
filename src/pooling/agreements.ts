import { type Matrix, row } from '../base/matrix.ts';

/**
 * The cosine of each row with the mean of the other rows, [N]: how well each of several pictures agrees with the
 * others. Rows [N, D] have unit length, N >= 2. 0 where the others cancel out.
 */
export function agreements(rows: Matrix): Float64Array {
  const sum = new Float64Array(rows.columns);
  for (let i = 0; i < rows.rows; i++) {
    const own = row(rows, i);
    for (let j = 0; j < sum.length; j++) sum[j] += own[j];
  }
  return Float64Array.from({ length: rows.rows }, (_, i) => {
    const own = row(rows, i);
    let [product, squares] = [0, 0];
    for (let j = 0; j < sum.length; j++) {
      const others = sum[j] - own[j];
      product += others * own[j];
      squares += others * others;
    }
    return squares > 0 ? product / Math.sqrt(squares) : 0;
  });
}
