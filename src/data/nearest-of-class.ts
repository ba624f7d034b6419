import { type Matrix, row, takeRows } from '../base/matrix.ts';
import { blockSize, rowBlocks } from '../base/row-blocks.ts';
import type { Product } from '../linalg/product.ts';
import { membersByValue } from './members-by-value.ts';

/** Embeddings (unit rows, [N, D]) and the label of each. */
export type LabelledRows = { readonly embeddings: Matrix; readonly labels: readonly string[] };

/** Known pictures of a class that are compared at once: bounds the memory. */
const knownAtOnce = 8192;

/**
 * [Q], the largest cosine of each asked picture to a known one of its class; -1 where its class has none. Time grows with
 * the pictures that are asked times those of their class that are known.
 */
export async function nearestOfClass(
  asked: LabelledRows,
  known: LabelledRows,
  product: Product,
): Promise<Float32Array> {
  const nearest = new Float32Array(asked.labels.length).fill(-1);
  const knownOf = membersByValue(known.labels);
  for (const [label, members] of membersByValue(asked.labels)) {
    const candidates = knownOf.get(label) ?? [];
    for (let from = 0; from < candidates.length; from += knownAtOnce) {
      const vectors = takeRows(known.embeddings, candidates.slice(from, from + knownAtOnce));
      const queries = takeRows(asked.embeddings, members);
      for (const { start, block } of rowBlocks(queries, blockSize(vectors.rows))) {
        const cosines = await product(block, vectors);
        for (let i = 0; i < block.rows; i++) {
          const place = members[start + i];
          nearest[place] = row(cosines, i).reduce((most, value) => Math.max(most, value), nearest[place]);
        }
      }
    }
  }
  return nearest;
}
