import type { Matrix } from '../base/matrix.ts';

/** Whether rows i and j have at least the wanted cosine. */
export type CosineTest = (i: number, j: number) => boolean;

const chunk = 128;

/**
 * A test of whether two unit rows of [N, D] have a cosine of at least `similarity`, which stops as soon as the answer
 * is certain: after k dimensions a.b <= (a.b over the first k) + |rest of a| |rest of b| (Cauchy and Schwarz). Unlike
 * pictures are so told apart by a part of their dimensions.
 */
export function cosineTest({ rows, columns, data }: Matrix, similarity: number): CosineTest {
  const chunks = Math.ceil(columns / chunk);
  const rests = restNorms({ rows, columns, data }, chunks);
  // The bound is computed in floating point: what rounding may have taken from it.
  const limit = similarity - 1e-5;
  return (i, j) => {
    let sum = 0;
    for (let part = 0; part < chunks; part++) {
      if (sum + rests[i * chunks + part] * rests[j * chunks + part] < limit) return false;
      const from = part * chunk;
      sum += dotOf(data, i * columns + from, j * columns + from, Math.min(chunk, columns - from));
    }
    return sum >= similarity;
  };
}

/** [N, chunks]: the length of what remains of each row from each chunk on. */
function restNorms({ rows, columns, data }: Matrix, chunks: number): Float32Array {
  const norms = new Float32Array(rows * chunks);
  for (let i = 0; i < rows; i++) {
    let squares = 0;
    for (let part = chunks - 1; part >= 0; part--) {
      const at = i * columns + part * chunk;
      squares += dotOf(data, at, at, Math.min(chunk, columns - part * chunk));
      norms[i * chunks + part] = Math.sqrt(squares);
    }
  }
  return norms;
}

/** The inner product of two stretches of `data`; four sums side by side, which a processor adds at once. */
function dotOf(data: Float32Array, a: number, b: number, length: number): number {
  let [s, t, u, v] = [0, 0, 0, 0];
  const even = length - (length % 4);
  for (let i = 0; i < even; i += 4) {
    s += data[a + i] * data[b + i];
    t += data[a + i + 1] * data[b + i + 1];
    u += data[a + i + 2] * data[b + i + 2];
    v += data[a + i + 3] * data[b + i + 3];
  }
  for (let i = even; i < length; i++) s += data[a + i] * data[b + i];
  return s + t + u + v;
}
