import { row, takeRows } from '../base/matrix.ts';
import { rowsPerBlock } from '../base/row-blocks.ts';
import type { Product } from '../linalg/product.ts';
import type { LabelledEmbeddings } from '../spaces/projection-fit.ts';
import type { Copies } from './copies.ts';

/** The nearest neighbours of a picture, and their agreement with its label. */
export type Neighbours = {
  /**
   * Indices of the nearest other pictures, nearest first. Of copies only one is listed, and no copy of the picture
   * itself.
   */
  readonly neighbours: readonly number[];
  /** Share of the neighbours with the same label, 0..1, weighted by similarity. */
  readonly agreement: number;
};

/** Number of neighbours. */
const maxNeighbours = 10;

/** The neighbours of the pictures at `indices`, by cosine of embeddings. Computed in blocks to bound the memory. */
export async function neighboursOf(
  indices: readonly number[],
  { embeddings, labels }: LabelledEmbeddings,
  copies: Copies,
  product: Product,
): Promise<Neighbours[]> {
  const result: Neighbours[] = [];
  const size = rowsPerBlock(embeddings.rows);
  for (let start = 0; start < indices.length; start += size) {
    const batch = indices.slice(start, start + size);
    const cosines = await product(takeRows(embeddings, batch), embeddings);
    batch.forEach((index, i) => {
      result.push(votesOfNeighbours(index, row(cosines, i), labels, copies));
    });
  }
  return result;
}

function votesOfNeighbours(index: number, cosines: Float32Array, labels: Int32Array, { of }: Copies): Neighbours {
  const neighbours = nearest(cosines, of, of[index]);
  const weight = (neighbour: number) => Math.max(0, cosines[neighbour]);
  const sum = (some: readonly number[]) => some.reduce((total, neighbour) => total + weight(neighbour), 0);
  const same = neighbours.filter((neighbour) => labels[neighbour] === labels[index]);
  return { neighbours, agreement: sum(neighbours) > 0 ? sum(same) / sum(neighbours) : 0 };
}

/** The nearest pictures, at most one of each group of copies and none of the group `left`. */
function nearest(cosines: Float32Array, of: Int32Array, left: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < cosines.length; i++) {
    if (of[i] === left || (best.length === maxNeighbours && cosines[i] <= cosines[best[maxNeighbours - 1]])) continue;
    const copy = best.findIndex((other) => of[other] === of[i]);
    if (copy >= 0 && cosines[best[copy]] >= cosines[i]) continue;
    if (copy >= 0) best.splice(copy, 1);
    const at = best.findIndex((other) => cosines[other] < cosines[i]);
    best.splice(at < 0 ? best.length : at, 0, i);
    if (best.length > maxNeighbours) best.pop();
  }
  return best;
}
