/**
 * Maps the distinct values to consecutive indices 0 .. count - 1 in ascending order, like scikit-learn's LabelEncoder.
 * `of` converts values to indices [N].
 */
export function renumbered(values: ArrayLike<number>) {
  const present = [...new Set(Array.from(values))].sort((a, b) => a - b);
  const indices = new Map(present.map((value, index) => [value, index]));
  const of = (some: ArrayLike<number>) => Int32Array.from(some, (value) => indices.get(value) ?? 0);
  return { of, count: present.length };
}
