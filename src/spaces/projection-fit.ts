import type { Projection } from '../backbones/projection.ts';
import type { Matrix } from '../base/matrix.ts';
import type { Product } from '../linalg/product.ts';

/**
 * Labelled embeddings for fitting projections and heads: row i of `embeddings` [N, D] has the class classes[labels[i]].
 */
export type LabelledEmbeddings = {
  readonly embeddings: Matrix;
  /** [N], 0 .. classes.length - 1. */
  readonly labels: Int32Array;
  /** In code-point order. */
  readonly classes: readonly string[];
  /** [N], 0..1, the weight of each label; absent: all 1. A class may have no weight at all. */
  readonly weights?: Float32Array;
};

/** Options for fitting a projection. */
export type ProjectionOptions = {
  /** Exponent of phi; see `Projection`. */
  readonly power: number;
  /**
   * Shrinkage of the within-class scatter towards a sphere, in (0, 1], or estimated by Ledoit and Wolf. Too little fits
   * noise; too much gives the plain cosine around the mean. Fits without scatter ignore it.
   */
  readonly shrinkage: number | 'ledoit-wolf';
};

/** Fits a projection in closed form; null where there are too few pictures. */
export type FitProjection = (
  learned: LabelledEmbeddings,
  options: ProjectionOptions,
  product: Product,
) => Promise<Projection | null>;
