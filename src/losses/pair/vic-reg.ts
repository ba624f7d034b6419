import {
  add,
  cast,
  div,
  equal,
  matMul,
  mean,
  mul,
  not,
  relu,
  reshape,
  slice,
  sqrt,
  square,
  sub,
  sum,
  transpose,
} from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import type { RelationLoss } from '../loss.ts';
import { weightedMean } from '../reductions.ts';

/** Options of vicReg: the weight of each term, 0 or more. */
export type VicRegOptions = {
  /** Pulls positives together. Too much, without the other terms, collapses all embeddings into one point. */
  readonly invariance?: number;
  /** Keeps the standard deviation of every dimension above 1, which prevents collapse. 0 allows it. */
  readonly variance?: number;
  /** Makes dimensions uncorrelated. Larger uses all dimensions for different things; 0 lets them repeat each other. */
  readonly covariance?: number;
};

/**
 * VICReg (Bardes et al. 2022), without negatives: where it is known which pictures are the same, but not which differ.
 * On embeddings z, [B, D], as they leave the projection:
 *   lambda mean of |z_a - z_p|^2 / D over positive pairs + mu mean_d (1 - sqrt(var z_d + 1e-4))+
 *     + nu 2 / D sum_(d != e) cov(z_d, z_e)^2
 * The authors' code takes the mean variance and the sum of covariances of two views; here both views are in one batch.
 * Remembered embeddings are ignored, because their lengths are unknown. The defaults 25, 25 and 1 are the paper's.
 */
export function vicReg({ invariance = 25, variance = 25, covariance = 1 }: VicRegOptions = {}): RelationLoss {
  return {
    needs: 'pairs',
    value: ({ embeddings, positive }) => {
      const [batch, dimensions] = sizes(embeddings.shape);
      const apart = div(weightedMean(squaredDistances(embeddings), slice(positive, 1, 0, batch)), dimensions);
      const centred = sub(embeddings, mean(embeddings, 0, { keep: true }));
      const variances = div(sum(square(centred), 0), Math.max(1, batch - 1));
      const narrow = mean(relu(sub(1, sqrt(add(variances, 1e-4)))));
      const covariances = div(matMul(transpose(centred), centred), Math.max(1, batch - 1));
      const alike = div(sum(mul(square(covariances), offDiagonal(covariances))), dimensions);
      return add(add(mul(apart, invariance), mul(narrow, variance)), mul(alike, 2 * covariance));
    },
  };
}

/** |z_a - z_p|^2 of rows, [B, D] -> [B, B]. */
function squaredDistances(z: Value): Value {
  const squares = sum(square(z), 1, { keep: true });
  return relu(sub(add(squares, transpose(squares)), mul(matMul(z, transpose(z)), 2)));
}

/** 1 off the diagonal and 0 on it, of the shape of x. */
function offDiagonal({ graph, type, shape }: Value): Value {
  const [size] = sizes(shape);
  const places = graph.constant(
    Array.from({ length: size }, (_, i) => i),
    { type: 'int64' },
  );
  return cast(not(equal(reshape(places, [size, 1]), reshape(places, [1, size]))), type);
}
