import { type Matrix, row } from '../../base/matrix.ts';
import { rowBlocks, rowsPerBlock } from '../../base/row-blocks.ts';
import { featuresIn } from '../../gallery/features-in.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import { type MatcherSpec, scorerOf } from '../../gallery/matchers/catalogue.ts';
import type { Product } from '../../linalg/product.ts';
import type { LabelledEmbeddings } from '../../spaces/projection-fit.ts';

/** The scores of labelled pictures for their own class and for the best other class, by one matcher. */
export type OwnAndOtherScores = {
  /** [J], the score of the picture's own class. */
  readonly own: Float64Array;
  /** [J], the largest score of another class; -Infinity where there is none. */
  readonly other: Float64Array;
};

/**
 * The nearness of held-out pictures to the classes of a gallery, for each matcher. The similarities to enrolled
 * pictures are computed once for all matchers, block by block. Memory is that of one block, and two numbers for each
 * picture and matcher.
 */
export async function ownAndOtherScores(
  { embeddings, labels, classes }: LabelledEmbeddings,
  gallery: Gallery,
  matchers: readonly MatcherSpec[],
  product: Product,
): Promise<OwnAndOtherScores[]> {
  const enrolled = { vectors: gallery.vectors, labels: labelsOf(gallery, classes), classes: classes.length };
  const scorers = matchers.map((matcher) => scorerOf(matcher, enrolled, product));
  const nearness = matchers.map(() => ({
    own: new Float64Array(labels.length),
    other: new Float64Array(labels.length),
  }));
  for (const { start, block } of rowBlocks(
    embeddings,
    rowsPerBlock(Math.max(gallery.entries.length, classes.length)),
  )) {
    const queries = await featuresIn(gallery, block, product);
    const similarities = await product(queries, gallery.vectors);
    for (const [m, scoreClasses] of scorers.entries()) {
      note(await scoreClasses(queries, similarities), labels, start, nearness[m]);
    }
  }
  return nearness;
}

function labelsOf({ entries }: Gallery, classes: readonly string[]): Int32Array {
  const indexOf = new Map(classes.map((label, index) => [label, index]));
  return Int32Array.from(entries, ({ label }) => indexOf.get(label) ?? 0);
}

/** Stores own and best other score from the scores [Q, C] of the pictures start .. start + Q - 1. */
function note(scores: Matrix, labels: Int32Array, start: number, { own, other }: OwnAndOtherScores): void {
  for (let q = 0; q < scores.rows; q++) {
    const label = labels[start + q];
    own[start + q] = row(scores, q)[label];
    other[start + q] = largestBut(row(scores, q), label);
  }
}

/** The largest of `values` except the one at index `left`. */
function largestBut(values: Float32Array, left: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < values.length; c++) if (c !== left) most = Math.max(most, values[c]);
  return most;
}
