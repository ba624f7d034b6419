import type { Matrix } from '../../base/matrix.ts';
import type { Product } from '../../linalg/product.ts';

/** The enrolled vectors as a matcher sees them. */
export type Enrolled = {
  /** [N, E], unit length. */
  readonly vectors: Matrix;
  /** [N], class index of each vector, 0 .. classes - 1. */
  readonly labels: Int32Array;
  readonly classes: number;
};

/**
 * Scores every class for every query, in -1..1, larger is closer.
 * `queries` [Q, E] are unit vectors; `similarities` [Q, N] are their cosines with every enrolled vector.
 */
export type ScoreClasses = (queries: Matrix, similarities: Matrix) => Promise<Matrix>; // [Q, C]

/** Prepares, once per gallery, how nearness to enrolled vectors becomes a score per class. */
export type Matcher = (enrolled: Enrolled, product: Product) => ScoreClasses;
