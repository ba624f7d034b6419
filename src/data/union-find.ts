/*
 * Disjoint sets of 0 .. N - 1: union-find with path halving (Tarjan and van Leeuwen 1984). `parents` [N] starts as
 * 0, 1, ..., N - 1; a parent is never larger than its child, so the root of a set is its smallest member.
 */

/** Merges the sets of i and j. */
export function union(parents: Int32Array, i: number, j: number): void {
  const [a, b] = [findRoot(parents, i), findRoot(parents, j)];
  parents[Math.max(a, b)] = Math.min(a, b);
}

/** The smallest member of the set of `index`; shortens the path to it. */
export function findRoot(parents: Int32Array, index: number): number {
  let at = index;
  while (parents[at] !== at) {
    parents[at] = parents[parents[at]];
    at = parents[at];
  }
  return at;
}
