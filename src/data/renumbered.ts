/** Numbers from 0 on for these, in their order, and how many there are. */
export function renumbered(values: ArrayLike<number>) {
  const present = [...new Set(Array.from(values))].sort((a, b) => a - b);
  const places = new Map(present.map((value, place) => [value, place]));
  const of = (some: ArrayLike<number>) => Int32Array.from(some, (value) => places.get(value) ?? 0);
  return { of, count: present.length };
}
