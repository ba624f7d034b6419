import { type Matrix, row, takeRows } from '../base/matrix.ts';
import { blockSize, rowBlocks } from '../base/row-blocks.ts';
import type { Product } from '../linalg/product.ts';
import { first, join } from './union-find.ts';

/** Options of clustering near duplicates. */
export type NearDuplicateOptions = {
  /** Cosine from which two pictures of a class count as one scene: too low merges a whole class, too high finds nothing. */
  readonly similarity?: number;
};

/**
 * The scene that each picture belongs to, for holding out where no groups are given: pictures of one class whose
 * embeddings (unit rows, [N, D]) have a cosine of at least `similarity`, and those linked through others (connected
 * components). Gives [N]: the index of the cluster's first member. Memory beyond a copy of a class's embeddings and the
 * result is bounded; time grows with the square of a class's pictures.
 */
export async function nearDuplicateClusters(
  embeddings: Matrix,
  labels: readonly (string | null)[],
  product: Product,
  { similarity = 0.9 }: NearDuplicateOptions = {},
): Promise<Int32Array> {
  const links = Int32Array.from(labels, (_, index) => index);
  for (const members of membersByLabel(labels)) {
    const vectors = takeRows(embeddings, members);
    for (const { start, block } of rowBlocks(vectors, blockSize(members.length))) {
      const similarities = await product(block, vectors);
      for (let i = 0; i < block.rows; i++) linkTo(start + i, members, row(similarities, i), similarity, links);
    }
  }
  return links.map((_, index) => first(links, index));
}

/** The members of every label that has more than one. */
function membersByLabel(labels: readonly (string | null)[]): number[][] {
  const members = new Map<string | null, number[]>();
  labels.forEach((label, index) => {
    const known = members.get(label);
    if (known === undefined) members.set(label, [index]);
    else known.push(index);
  });
  return [...members.values()].filter(({ length }) => length > 1);
}

/** Links the member at `place` to every later one to which its cosine [M] reaches `limit`. */
function linkTo(
  place: number,
  members: readonly number[],
  cosines: Float32Array,
  limit: number,
  links: Int32Array,
): void {
  for (let j = place + 1; j < members.length; j++) if (cosines[j] >= limit) join(links, members[place], members[j]);
}
