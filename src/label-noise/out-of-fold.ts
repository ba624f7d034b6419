import { plainProjection, project } from '../backbones/projection.ts';
import { type Matrix, matrix, normaliseRows, row, takeRows } from '../base/matrix.ts';
import { type ProgressOptions, throwIfAborted } from '../base/progress.ts';
import { random } from '../base/random.ts';
import { rowBlocks, rowsPerBlock } from '../base/row-blocks.ts';
import type { Product } from '../linalg/product.ts';
import { discriminant } from '../spaces/discriminant.ts';
import type { LabelledEmbeddings } from '../spaces/projection-fit.ts';
import { whitened } from '../spaces/whitened.ts';
import type { Copies } from './copies.ts';
import type { ScoresOf } from './left-out.ts';
import { emptyVotes, record, type Votes } from './votes.ts';

/** Defaults of the fitted spaces; see `projection-candidates`. */
const spaceOptions = { power: 0.75, shrinkage: 0.1 } as const;

/** Number of folds: five fits, each on four fifths. More folds cost more and hardly improve the fits. */
const folds = 5;

/** A class whose pictures have less weight than this in total counts as unknown. */
const minWeight = 0.5;

/** The matrix product, the seed, and how the work is watched. */
export type FoldTools = ProgressOptions & { readonly product: Product; readonly seed: number };

/**
 * Out-of-fold scores: cosines with class means in the discriminant space (else the whitened one) that was fitted
 * without the pictures of the fold, weighted by `weights`. They are averaged with `leftOut`, whose errors are on other
 * pictures. Copies stay in one fold.
 */
export async function votesOutOfFold(
  learned: LabelledEmbeddings & { readonly weights: Float32Array },
  copies: Copies,
  leftOut: ScoresOf,
  { product, seed, signal, progress }: FoldTools,
): Promise<Votes> {
  const { labels, classes, weights } = learned;
  const votes = emptyVotes(labels.length, classes.length);
  const foldOf = foldsOf(copies, seed);
  for (let fold = 0; fold < folds; fold++) {
    throwIfAborted(signal);
    progress?.({ stage: 'looking for wrong labels', done: fold, total: folds });
    const rest = weights.map((weight, index) => (foldOf[index] === fold ? 0 : weight * copies.share[index]));
    const held = [...foldOf.keys()].filter((index) => foldOf[index] === fold);
    await scoreFold({ ...learned, weights: rest }, held, votes, { leftOut, product });
  }
  return votes;
}

/**
 * The fold of each picture. Every class is split evenly, in an order that depends only on the seed and the pictures.
 */
function foldsOf({ of, byClass }: Copies, seed: number): Uint8Array {
  const result = new Uint8Array(of.length);
  byClass.forEach((members, c) => {
    const firsts = random(seed, `noise folds ${c}`).shuffle([...new Set(members.map((index) => of[index]))]);
    const place = new Map(firsts.map((first, at) => [first, (at + c) % folds]));
    for (const index of members) result[index] = place.get(of[index]) ?? 0;
  });
  return result;
}

async function scoreFold(
  learned: LabelledEmbeddings & { readonly weights: Float32Array },
  held: readonly number[],
  votes: Votes,
  { leftOut, product }: { readonly leftOut: ScoresOf; readonly product: Product },
): Promise<void> {
  const { embeddings, labels } = learned;
  const space =
    (await discriminant(learned, spaceOptions, product)) ??
    (await whitened(learned, spaceOptions, product)) ??
    plainProjection;
  const { sums, filled } = await classSums(learned, (block) => project(space, block, product));
  const means = normaliseRows(sums);
  const size = rowsPerBlock(Math.max(means.rows, means.columns));
  for (let start = 0; start < held.length; start += size) {
    const batch = held.slice(start, start + size);
    const scores = await product(await project(space, takeRows(embeddings, batch), product), means);
    const others = await leftOut(batch);
    batch.forEach((index, i) => {
      const other = row(others, i);
      const values = row(scores, i).map((score, c) => ((filled[c] ? score : -1) + other[c]) / 2);
      const label = labels[index];
      record(votes, index, values, label, filled[label] ? values[label] : Number.POSITIVE_INFINITY);
    });
  }
}

/** Weighted sums of the features of each class, [C, E], and whether the class has enough weight. */
async function classSums(
  { embeddings, labels, classes, weights }: LabelledEmbeddings & { readonly weights: Float32Array },
  featuresOf: (block: Matrix) => Promise<Matrix>,
): Promise<{ readonly sums: Matrix; readonly filled: readonly boolean[] }> {
  const totals = new Float64Array(classes.length);
  let sums = matrix(classes.length, 0);
  for (const { start, block } of rowBlocks(embeddings, rowsPerBlock(embeddings.columns))) {
    const features = await featuresOf(block);
    if (start === 0) sums = matrix(classes.length, features.columns);
    for (let i = 0; i < block.rows; i++) {
      const [weight, label] = [weights[start + i], labels[start + i]];
      totals[label] += weight;
      const target = row(sums, label);
      const values = row(features, i);
      for (let j = 0; j < target.length; j++) target[j] += weight * values[j];
    }
  }
  return { sums, filled: Array.from(totals, (total) => total >= minWeight) };
}
