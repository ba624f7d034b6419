import type { Matrix } from '../../base/matrix.ts';
import type { Schema } from '../../base/schema.ts';
import type * as graphOps from '../../graph/ops.ts';
import type { Value, Values } from '../../graph/value.ts';
import type { Product } from '../../linalg/product.ts';

/** The enrolled vectors as a matcher sees them. */
export type Enrolled = {
  /** [N, E], unit length. */
  readonly vectors: Matrix;
  /** [N], class index of each vector, 0 .. classes - 1. */
  readonly labels: Int32Array;
  readonly classes: number;
};

/** The enrolled vectors, and the matcher's prototypes of them: [C, E], or [0, E] where it has none. */
export type Prepared = Enrolled & { readonly prototypes: Matrix };

/**
 * Scores every class for every query, in -1..1, larger is closer.
 * `queries` [Q, E] are unit vectors; `similarities` [Q, N] are their cosines with every enrolled vector.
 */
export type ScoreClasses = (queries: Matrix, similarities: Matrix) => Promise<Matrix>; // [Q, C]

/** What the scores of a matcher are computed from inside an ONNX graph. */
export type ScoreInputs = Pick<Enrolled, 'labels' | 'classes'> & {
  /** The operators; handed in, so that answering does not load them. */
  readonly ops: typeof graphOps;
  /** Products of the queries with the prototypes, [Q, C]. */
  readonly toPrototypes: Value;
  /** Cosines of the queries with every enrolled vector, [Q, N]. */
  readonly similarities: Value;
};

/** A kind of matcher: how nearness to enrolled vectors becomes a score per class, and what others must know of it. */
export type Matcher<Options> = {
  /** What bundles store of its options. */
  readonly options: Schema<Options>;
  /** The options that `fit` tries, plainest first: validation chooses. Empty: `fit` never chooses it. */
  readonly candidates: readonly Options[];
  /** By what it compares, after `compares`: `by the mean of each class`. */
  inWords(options: Options): string;
  /** Options with what is estimated from the enrolled pictures of a fit. Absent: nothing is. */
  readonly fitted?: (options: Options, enrolled: Enrolled) => Options;
  /** A vector per class, [C, E], that bundles keep, so that answering computes none. Absent: it needs none. */
  readonly prototypes?: (options: Options, enrolled: Enrolled) => Matrix;
  /** The scores. */
  scorer(options: Options, prepared: Prepared, product: Product): ScoreClasses;
  /**
   * The same inside an ONNX graph, as the outputs of the exported file: `similarities` [Q, C]; or the cosines alone,
   * `neighbour_similarities` [Q, N], of which the reader computes the scores. Absent: it cannot be exported.
   */
  readonly toGraph?: (options: Options, inputs: ScoreInputs) => Values;
};
