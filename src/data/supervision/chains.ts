import type { Bonds } from './bonds.ts';
import type { SameStatement } from './statements.ts';

/** One step of a chain: two pictures, and what says that they are the same. */
export type ChainLink = { readonly from: number; readonly to: number; readonly because: SameStatement };

/** How far pictures [N] are, in statements, from the nearest of some sources, and the way back; -1: not reached, none. */
export type Reach = {
  readonly distance: Int32Array;
  /** The source that each picture was reached from. */
  readonly source: Int32Array;
  /** The picture before it on a shortest chain, and the bond between the two. */
  readonly previous: Int32Array;
  readonly through: Int32Array;
  /** Of each bond, the member through which it was reached: its nearest. */
  readonly nearestOf: Int32Array;
};

/**
 * Shortest chains from sources to all pictures through the first `usable` bonds, by breadth-first search in which a bond is
 * opened once: linear in the number of statements. Ends early at the picture `until`.
 */
export function reachFrom(
  { members, ofPicture }: Bonds,
  sources: readonly number[],
  { usable = members.starts.length - 1, until = -1 } = {},
): Reach {
  const count = ofPicture.starts.length - 1;
  const [distance, source, previous, through] = Array.from({ length: 4 }, () => new Int32Array(count).fill(-1));
  const nearestOf = new Int32Array(usable).fill(-1);
  const queue = [...sources];
  for (const picture of sources) [distance[picture], source[picture]] = [0, picture];
  const open = (bond: number, from: number) => {
    nearestOf[bond] = from;
    for (let at = members.starts[bond]; at < members.starts[bond + 1]; at++) {
      const picture = members.items[at];
      if (distance[picture] >= 0) continue;
      distance[picture] = distance[from] + 1;
      source[picture] = source[from];
      previous[picture] = from;
      through[picture] = bond;
      queue.push(picture);
    }
  };
  for (let next = 0; next < queue.length && (until < 0 || distance[until] < 0); next++) {
    const picture = queue[next];
    for (let at = ofPicture.starts[picture]; at < ofPicture.starts[picture + 1]; at++) {
      const bond = ofPicture.items[at];
      if (bond < usable && nearestOf[bond] < 0) open(bond, picture);
    }
  }
  return { distance, source, previous, through, nearestOf };
}

/** The chain from a picture's source to it; empty for a source. */
export function chainTo(bonds: Bonds, { previous, through }: Reach, picture: number): ChainLink[] {
  const links: ChainLink[] = [];
  for (let to = picture; previous[to] >= 0; to = previous[to]) {
    links.push({ from: previous[to], to, because: bonds.statementOf(through[to]) });
  }
  return links.reverse();
}

/** The same chain, walked from its other end. */
export function backwards(chain: readonly ChainLink[]): ChainLink[] {
  return chain.map(({ from, to, because }) => ({ from: to, to: from, because })).reverse();
}
