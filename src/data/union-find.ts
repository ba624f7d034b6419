/*
 * Disjoint sets of numbers 0 .. N - 1 (union-find with path halving, Tarjan and van Leeuwen 1984): `links` [N] begins as
 * each number's own; every link leads to a smaller one.
 */

/** Joins the sets of two numbers under the smaller first member. */
export function join(links: Int32Array, i: number, j: number): void {
  const [a, b] = [first(links, i), first(links, j)];
  links[Math.max(a, b)] = Math.min(a, b);
}

/** The first member of a number's set, the way to it shortened. */
export function first(links: Int32Array, index: number): number {
  let at = index;
  while (links[at] !== at) {
    links[at] = links[links[at]];
    at = links[at];
  }
  return at;
}
