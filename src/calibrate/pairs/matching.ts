/** Two nodes that are linked. */
export type Link = readonly [number, number];

/**
 * Links of which no two share a node, nearly as many as possible: the node with the fewest free neighbours is matched
 * with that of its neighbours that has the fewest (Karp and Sipser 1981, with minimum degrees). The order of the links
 * decides between equals. Takes time in proportion to their number.
 */
export function matching(links: readonly Link[]): Link[] {
  const neighbours = neighboursOf(links);
  const degree = (node: number) => neighbours.get(node)?.size ?? 0;
  const byDegree: Set<number>[] = [];
  const put = (node: number) => {
    byDegree[degree(node)] ??= new Set();
    byDegree[degree(node)].add(node);
  };
  const remove = (node: number) => {
    byDegree[degree(node)].delete(node);
    for (const other of neighbours.get(node) ?? []) {
      byDegree[degree(other)].delete(other);
      neighbours.get(other)?.delete(node);
      put(other);
    }
    neighbours.delete(node);
  };
  for (const node of neighbours.keys()) put(node);
  const matched: Link[] = [];
  for (let node = next(byDegree); node !== undefined; node = next(byDegree)) {
    const partner = [...(neighbours.get(node) ?? [])].reduce((a, b) => (degree(b) < degree(a) ? b : a));
    matched.push([node, partner]);
    remove(node);
    remove(partner);
  }
  return matched;
}

function neighboursOf(links: readonly Link[]): Map<number, Set<number>> {
  const neighbours = new Map<number, Set<number>>();
  const link = (from: number, to: number) => neighbours.set(from, (neighbours.get(from) ?? new Set()).add(to));
  for (const [a, b] of links) {
    link(a, b);
    link(b, a);
  }
  return neighbours;
}

/** A node with the fewest free neighbours, but at least one. */
function next(byDegree: readonly Set<number>[]): number | undefined {
  for (let degree = 1; degree < byDegree.length; degree++) {
    const [first] = byDegree[degree] ?? [];
    if (first !== undefined) return first;
  }
  return undefined;
}
