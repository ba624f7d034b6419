import type { SameAnnotation } from '../annotations/annotations.ts';
import type { SameSets } from './same-sets.ts';

/** One link of a chain: two pictures, and the annotation by which they are the same. */
export type ChainLink = { readonly from: number; readonly to: number; readonly because: SameAnnotation };

/** Shortest chains of annotations from the nearest source to each picture; -1: not reached, or none. */
export type Reach = {
  /** The source of each picture's chain [N]. */
  readonly source: Int32Array;
  /** The picture before it on the chain [N], and the same-set that links the two [N]. */
  readonly previous: Int32Array;
  readonly through: Int32Array;
  /** For each same-set, the member through which it was reached first. */
  readonly nearestOf: Int32Array;
};

/**
 * Finds shortest chains from the sources to all pictures by breadth-first search. Each same-set is expanded once, so
 * time is linear in the number of annotations. Stops early when the picture `until` is reached.
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

/** The chain in reverse, from its other end. */
export function backwards(chain: readonly ChainLink[]): ChainLink[] {
  return chain.map(({ from, to, because }) => ({ from: to, to: from, because })).reverse();
}
