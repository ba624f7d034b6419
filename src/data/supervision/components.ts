import { findRoot, union } from '../union-find.ts';
import type { SparseRows } from './sparse-rows.ts';

/** Connected components of N items. Items are connected if they share a set, directly or through a chain of sets. */
export type Components = {
  /** The number of components. */
  readonly count: number;
  /** The component of each item [N], 0 .. count - 1, numbered in the order of their first members. */
  readonly of: Int32Array;
};

/** The connected components of items 0 .. count - 1, given sets of connected items (one set per row). */
export function componentsOf(count: number, { starts, items }: SparseRows): Components {
  const parents = Int32Array.from({ length: count }, (_, index) => index);
  for (let set = 0; set + 1 < starts.length; set++) {
    for (let at = starts[set] + 1; at < starts[set + 1]; at++) union(parents, items[at - 1], items[at]);
  }
  return numbered(parents);
}

/** A parent always has a smaller index, so the root of a component comes before its other members. */
function numbered(parents: Int32Array): Components {
  const of = new Int32Array(parents.length);
  let count = 0;
  for (let i = 0; i < parents.length; i++) of[i] = parents[i] === i ? count++ : of[findRoot(parents, i)];
  return { count, of };
}
