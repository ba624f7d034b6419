import { type Matrix, row, takeRows } from '../../base/matrix.ts';
import { rowBlocks, rowsPerBlock } from '../../base/row-blocks.ts';
import type { Product } from '../../linalg/product.ts';
import { findRoot, union } from '../union-find.ts';

/** Options of clustering near duplicates. */
export type NearDuplicateOptions = {
  /** Least cosine of two pictures of one scene. Too low merges whole classes; too high finds nothing. */
  readonly similarity?: number;
};

/**
 * Clusters near-duplicate pictures into scenes, so that a split without given groups can keep each scene on one side.
 * Two pictures of one class are linked if their embeddings (unit rows, [N, D]) have a cosine of at least `similarity`;
 * scenes are the connected components. Returns [N]: the index of the first picture of each picture's scene. Memory:
 * a copy of one class's embeddings and a bounded block. Time grows with the square of the pictures of a class.
 */
export async function nearDuplicateClusters(
  embeddings: Matrix,
  labels: readonly (string | null)[],
  product: Product,
  { similarity = 0.9 }: NearDuplicateOptions = {},
): Promise<Int32Array> {
  const parents = Int32Array.from(labels, (_, index) => index);
  for (const members of membersByLabel(labels)) {
    const vectors = takeRows(embeddings, members);
    for (const { start, block } of rowBlocks(vectors, rowsPerBlock(members.length))) {
      const similarities = await product(block, vectors);
      for (let i = 0; i < block.rows; i++) linkTo(start + i, members, row(similarities, i), similarity, parents);
    }
  }
  return parents.map((_, index) => findRoot(parents, index));
}

/** The indices of each label that occurs more than once. */
function membersByLabel(labels: readonly (string | null)[]): number[][] {
  const members = new Map<string | null, number[]>();
  labels.forEach((label, index) => {
    const known = members.get(label);
    if (known === undefined) members.set(label, [index]);
    else known.push(index);
  });
  return [...members.values()].filter(({ length }) => length > 1);
}

/** Joins `members[position]` with every later member whose cosine [M] is at least `limit`. */
function linkTo(
  position: number,
  members: readonly number[],
  cosines: Float32Array,
  limit: number,
  parents: Int32Array,
): void {
  for (let j = position + 1; j < members.length; j++) {
    if (cosines[j] >= limit) union(parents, members[position], members[j]);
  }
}
