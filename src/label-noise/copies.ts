import { dot, type Matrix, row } from '../base/matrix.ts';
import { nearDuplicateClusters } from '../data/duplicates/near-duplicate-clusters.ts';
import { classMeans } from '../gallery/class-means.ts';
import type { Product } from '../linalg/product.ts';
import type { LabelledEmbeddings } from '../spaces/projection-fit.ts';

/** Pictures of one class that are copies of one another: together they are one witness. */
export type Copies = {
  /** [N], the index of the first copy: equal exactly for copies. */
  readonly of: Int32Array;
  /** [N], 1 over the number of copies. */
  readonly share: Float32Array;
  /** The pictures of each class, from the least to the most usual, whatever order they were given in. */
  readonly byClass: readonly (readonly number[])[];
};

/** The cosine of embeddings from which two pictures are copies: below it, lookalikes are pictures in their own right. */
const sameFrom = 0.99;

/** Pictures of a class that are compared each with each: copies are as usual as each other, so that they meet in one stretch. */
const stretch = 2000;

/** Finds the copies within each class. Time grows with pictures times `stretch`, not with the square of a class. */
export async function copiesIn({ embeddings, labels, classes }: LabelledEmbeddings, product: Product): Promise<Copies> {
  const byClass = membersByUsualness(embeddings, labels, classes.length);
  const stretches: string[] = [];
  byClass.forEach((members, c) => {
    members.forEach((index, place) => {
      stretches[index] = `${c} ${Math.floor(place / stretch)}`;
    });
  });
  const of = await nearDuplicateClusters(embeddings, stretches, product, { similarity: sameFrom });
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
