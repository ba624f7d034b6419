import { first, join } from '../union-find.ts';
import type { SparseRows } from './sparse-rows.ts';

/** Things [N] that hang together through any chain of the sets they are members of. */
export type Components = {
  /** How many there are. */
  readonly count: number;
  /** The component of each thing, 0 .. count - 1, numbered in the order of their first members. */
  readonly of: Int32Array;
};

/** The components of `count` things under sets of them. */
export function componentsOf(count: number, { starts, items }: SparseRows): Components {
  const links = Int32Array.from({ length: count }, (_, index) => index);
  for (let set = 0; set + 1 < starts.length; set++) {
    for (let at = starts[set] + 1; at < starts[set + 1]; at++) join(links, items[at - 1], items[at]);
  }
  return numbered(links);
}

/** Every link leads to a smaller index, so the first member comes before the others. */
function numbered(links: Int32Array): Components {
  const of = new Int32Array(links.length);
  let count = 0;
  for (let i = 0; i < links.length; i++) of[i] = links[i] === i ? count++ : of[first(links, i)];
  return { count, of };
}
