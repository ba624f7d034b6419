import type { Projection } from '../backbones/projection.ts';
import type { Matrix } from '../base/matrix.ts';
import type { Product } from '../linalg/product.ts';

/** What projections and heads are learned from: row i of `embeddings` [N, D] has the class classes[labels[i]]. */
export type LabelledEmbeddings = {
  readonly embeddings: Matrix;
  /** [N], 0 .. classes.length - 1. */
  readonly labels: Int32Array;
  /** In code-point order. */
  readonly classes: readonly string[];
  /** [N], in 0..1, how far each label is to be trusted; absent: all alike. A class may be left without any weight. */
  readonly weights?: Float32Array;
};

/** How a projection is fitted. */
export type ProjectionOptions = {
  /** Of phi; see `Projection`. */
  readonly power: number;
  /**
   * In (0, 1], or as Ledoit and Wolf estimate it: how far the scatter within classes is drawn towards a sphere. Too little
   * fits noise, too much is the plain cosine around the mean. Fits without scatter do not heed it.
   */
  readonly shrinkage: number | 'ledoit-wolf';
};

/** Fits a projection in closed form; null where the pictures are too few for it. */
export type FitProjection = (
  learned: LabelledEmbeddings,
  options: ProjectionOptions,
  product: Product,
) => Promise<Projection | null>;
