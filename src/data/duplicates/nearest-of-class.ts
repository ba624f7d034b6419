import { type Matrix, row, takeRows } from '../../base/matrix.ts';
import { rowBlocks, rowsPerBlock } from '../../base/row-blocks.ts';
import type { Product } from '../../linalg/product.ts';
import { membersByValue } from '../members-by-value.ts';

/** Embeddings (unit rows, [N, D]) and the label of each row [N]. */
export type LabelledRows = { readonly embeddings: Matrix; readonly labels: readonly string[] };

/** Known pictures of a class compared at once; bounds the memory. */
const knownAtOnce = 8192;

/**
 * For each query, the largest cosine to a known picture of its class, [Q]; -1 if its class has no known picture. Time
 * grows with the number of queries times the number of known pictures of their class.
 */
export async function nearestOfClass(
  queries: LabelledRows,
  known: LabelledRows,
  product: Product,
): Promise<Float32Array> {
  const nearest = new Float32Array(queries.labels.length).fill(-1);
  const knownOf = membersByValue(known.labels);
  for (const [label, members] of membersByValue(queries.labels)) {
    const candidates = knownOf.get(label) ?? [];
    for (let from = 0; from < candidates.length; from += knownAtOnce) {
      const vectors = takeRows(known.embeddings, candidates.slice(from, from + knownAtOnce));
      const own = takeRows(queries.embeddings, members);
      for (const { start, block } of rowBlocks(own, rowsPerBlock(vectors.rows))) {
        const cosines = await product(block, vectors);
        for (let i = 0; i < block.rows; i++) {
          const query = members[start + i];
          nearest[query] = row(cosines, i).reduce((most, value) => Math.max(most, value), nearest[query]);
        }
      }
    }
  }
  return nearest;
}
