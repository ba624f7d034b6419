import { type Projection, project } from '../../backbones/projection.ts';
import { dot, type Matrix, row, takeRows } from '../../base/matrix.ts';
import { throwIfAborted } from '../../base/progress.ts';
import type { NumberedPair } from '../../data/annotations/annotations.ts';
import type { Product } from '../../linalg/product.ts';
import type { VerificationRound } from '../verification-rounds.ts';

/** A pair with its cosine in a space, and the round in which it was scored. */
export type ScoredInRound = NumberedPair & { readonly similarity: number; readonly round: number };

/** What scoring needs. `fitSpace` fits a projection to some pictures; null where they are too few. */
export type PairScoring = {
  /** Of all pictures, [N, D], unit length. */
  readonly embeddings: Matrix;
  readonly fitSpace: (learned: readonly number[]) => Promise<Projection | null>;
  readonly product: Product;
  readonly signal?: AbortSignal | undefined;
  /** Called before each round. */
  readonly passed?: (round: number) => void;
};

/**
 * Scores every pair in the space of its round, which learned none of its identities. Null if a round has too few
 * pictures to fit a space to. Throws `interrupted`.
 */
export async function scorePairs(
  rounds: readonly VerificationRound[],
  { embeddings, fitSpace, product, signal, passed }: PairScoring,
): Promise<ScoredInRound[] | null> {
  const all: ScoredInRound[] = [];
  for (const [round, { learned, asked }] of rounds.entries()) {
    throwIfAborted(signal);
    passed?.(round);
    const projection = await fitSpace(learned);
    if (projection === null) return null;
    const similarities = await pairSimilarities(asked, embeddings, projection, product);
    all.push(...asked.map((pair, index) => ({ ...pair, similarity: similarities[index], round })));
  }
  return all;
}

/** The cosine of each pair of pictures in the space of a projection. */
export async function pairSimilarities(
  pairs: readonly NumberedPair[],
  embeddings: Matrix,
  projection: Projection,
  product: Product,
): Promise<number[]> {
  const pictures = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const rowOf = new Map(pictures.map((picture, index) => [picture, index]));
  const features = await project(projection, takeRows(embeddings, pictures), product);
  const feature = (picture: number) => row(features, rowOf.get(picture) ?? 0);
  return pairs.map(({ a, b }) => dot(feature(a), feature(b)));
}
