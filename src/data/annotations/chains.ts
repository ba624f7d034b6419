import type { SameAnnotation } from './annotations.ts';
import type { SameSets } from './same-sets.ts';

/** One step of a chain: two pictures, and what says that they are the same. */
export type ChainLink = { readonly from: number; readonly to: number; readonly because: SameAnnotation };

/** The shortest way, in statements, from the nearest of some sources to each picture [N]; -1: not reached, none. */
export type Reach = {
  /** The source that each picture was reached from. */
  readonly source: Int32Array;
  /** The picture before it on a shortest chain, and the bond between the two. */
  readonly previous: Int32Array;
  readonly through: Int32Array;
  /** Of each bond, the member through which it was reached: its nearest. */
  readonly nearestOf: Int32Array;
};

/**
 * Shortest chains from sources to all pictures, by breadth-first search in which a bond is opened once: linear in the number
 * of statements. Ends early at the picture `until`.
 */
export function reachFrom({ members, ofPicture }: SameSets, sources: readonly number[], { until = -1 } = {}): Reach {
  const count = ofPicture.starts.length - 1;
  const [source, previous, through] = Array.from({ length: 3 }, () => new Int32Array(count).fill(-1));
  const nearestOf = new Int32Array(members.starts.length - 1).fill(-1);
  const queue = [...sources];
  for (const picture of sources) source[picture] = picture;
  const open = (sameSet: number, from: number) => {
    nearestOf[sameSet] = from;
    for (let at = members.starts[sameSet]; at < members.starts[sameSet + 1]; at++) {
      const picture = members.items[at];
      if (source[picture] >= 0) continue;
      source[picture] = source[from];
      previous[picture] = from;
      through[picture] = sameSet;
      queue.push(picture);
    }
  };
  for (let next = 0; next < queue.length && (until < 0 || source[until] < 0); next++) {
    const picture = queue[next];
    for (let at = ofPicture.starts[picture]; at < ofPicture.starts[picture + 1]; at++) {
      const sameSet = ofPicture.items[at];
      if (nearestOf[sameSet] < 0) open(sameSet, picture);
    }
  }
  return { source, previous, through, nearestOf };
}

/** The chain from a picture's source to it; empty for a source. */
export function chainTo(sameSets: SameSets, { previous, through }: Reach, picture: number): ChainLink[] {
  const links: ChainLink[] = [];
  for (let to = picture; previous[to] >= 0; to = previous[to]) {
    links.push({ from: previous[to], to, because: sameSets.annotationOf(through[to]) });
  }
  return links.reverse();
}

/** The same chain, walked from its other end. */
export function backwards(chain: readonly ChainLink[]): ChainLink[] {
  return chain.map(({ from, to, because }) => ({ from: to, to: from, because })).reverse();
}
