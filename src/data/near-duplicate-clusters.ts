import type { Matrix } from '../base/matrix.ts';
import { type CosineTest, cosineTest } from './cosine-test.ts';

/** Options of clustering near duplicates. */
export type NearDuplicateOptions = {
  /** Cosine from which two pictures of a class count as one scene: too low merges a whole class, too high finds nothing. */
  readonly similarity?: number;
};

/** Rows compared at a time: two blocks of 1280 dimensions then stay in a processor's cache. */
const blockRows = 64;

/**
 * The scene that each picture belongs to, for holding out where no groups are given: pictures of one class whose
 * embeddings (unit rows, [N, D]) have a cosine of at least `similarity`, and those linked through others (connected
 * components). Gives [N]: the index of the cluster's first member. Memory beyond the result is bounded; time grows with
 * the square of a class's pictures.
 */
export function nearDuplicateClusters(
  embeddings: Matrix,
  labels: readonly (string | null)[],
  { similarity = 0.9 }: NearDuplicateOptions = {},
): Int32Array {
  const links = Int32Array.from(labels, (_, index) => index);
  const isClose = cosineTest(embeddings, similarity);
  for (const members of membersByLabel(labels)) linkBlocks(members, isClose, links);
  return links.map((_, index) => first(links, index));
}

function membersByLabel(labels: readonly (string | null)[]): Iterable<number[]> {
  const members = new Map<string | null, number[]>();
  labels.forEach((label, index) => {
    const known = members.get(label);
    if (known === undefined) members.set(label, [index]);
    else known.push(index);
  });
  return members.values();
}

function linkBlocks(members: readonly number[], isClose: CosineTest, links: Int32Array): void {
  for (let a = 0; a < members.length; a += blockRows) {
    const block = members.slice(a, a + blockRows);
    for (let b = a; b < members.length; b += blockRows) {
      linkBlock(block, members.slice(b, b + blockRows), isClose, links);
    }
  }
}

/** Links every close pair of two blocks; pairs that are linked already need no comparison. */
function linkBlock(block: readonly number[], others: readonly number[], isClose: CosineTest, links: Int32Array): void {
  for (const i of block) {
    for (const j of others) {
      if (j > i && first(links, i) !== first(links, j) && isClose(i, j)) link(links, i, j);
    }
  }
}

/** Joins two clusters under the smaller index. */
function link(links: Int32Array, i: number, j: number): void {
  const [a, b] = [first(links, i), first(links, j)];
  links[Math.max(a, b)] = Math.min(a, b);
}

/** The first member of the cluster of `index`, shortening the way to it (union-find with path halving). */
function first(links: Int32Array, index: number): number {
  let at = index;
  while (links[at] !== at) {
    links[at] = links[links[at]];
    at = links[at];
  }
  return at;
}
