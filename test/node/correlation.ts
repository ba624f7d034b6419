/** Pearson's correlation: the cosine of two lists of numbers after their means are taken away. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const first = centred(a);
  const second = centred(b);
  return inner(first, second) / Math.sqrt(inner(first, first) * inner(second, second));
}

function centred(values: ArrayLike<number>): number[] {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return list.map((value) => value - mean);
}

function inner(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
