import { dot, type Matrix, row } from '../base/matrix.ts';
import { nearDuplicateClusters } from '../data/duplicates/near-duplicate-clusters.ts';
import { classMeans } from '../gallery/class-means.ts';
import type { Product } from '../linalg/product.ts';
import type { LabelledEmbeddings } from '../spaces/projection-fit.ts';

/** Near-duplicate pictures within each class. Copies of one picture count as one. */
export type Copies = {
  /** [N], the index of the first copy; equal exactly for copies of each other. */
  readonly of: Int32Array;
  /** [N], 1 / number of copies. */
  readonly share: Float32Array;
  /**
   * The pictures of each class, sorted by cosine to the class mean, smallest first, whatever their order in the input.
   */
  readonly byClass: readonly (readonly number[])[];
};

/** Minimum cosine of copies. Below it, similar pictures count as different ones. */
const minSimilarity = 0.99;

/**
 * Number of pictures of a class that are compared with each other. Copies have similar cosines to the class mean, so
 * they end up in one block.
 */
const stretch = 2000;

/**
 * Finds the copies within each class. The time grows with pictures times `stretch`, not with the square of the class
 * size.
 */
export async function copiesIn({ embeddings, labels, classes }: LabelledEmbeddings, product: Product): Promise<Copies> {
  const byClass = membersByUsualness(embeddings, labels, classes.length);
  const stretches: string[] = [];
  byClass.forEach((members, c) => {
    members.forEach((index, place) => {
      stretches[index] = `${c} ${Math.floor(place / stretch)}`;
    });
  });
  const of = await nearDuplicateClusters(embeddings, stretches, product, { similarity: minSimilarity });
  const counts = new Uint32Array(of.length);
  for (const first of of) counts[first]++;
  return { of, share: Float32Array.from(of, (first) => 1 / counts[first]), byClass };
}

function membersByUsualness(embeddings: Matrix, labels: Int32Array, classes: number): number[][] {
  const means = classMeans(embeddings, labels, classes);
  const usualness = Float64Array.from(labels, (label, i) => dot(row(means, label), row(embeddings, i)));
  const members: number[][] = Array.from({ length: classes }, () => []);
  labels.forEach((label, index) => {
    members[label].push(index);
  });
  return members.map((indices) => indices.sort((a, b) => usualness[a] - usualness[b]));
}
