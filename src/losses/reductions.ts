import {
  abs,
  add,
  cast,
  div,
  exp,
  floor,
  greater,
  log,
  matMul,
  max,
  maximum,
  minimum,
  mul,
  sigmoid,
  sub,
  sum,
  where,
} from '../graph/ops.ts';
import { sizes, type Value } from '../graph/value.ts';
import type { Relations } from './comparisons.ts';

/** Stands for log 0: far below every number that a loss computes, and finite. */
const logOfZero = -1e9;

/** A sum of weights below this counts as 0. */
const leastWeight = 1e-12;

/** The weighted mean, sum w x / sum w, a scalar; 0 where all weights are 0. Weights: 0 or more, of the shape of x. */
export function weightedMean(x: Value, weights: Value): Value {
  return orZero(sum(mul(weights, x)), sum(weights));
}

/** above / below of each element, but 0, with a gradient of 0, where both are 0. `below`: 0 or more. */
export function orZero(above: Value, below: Value): Value {
  return div(above, maximum(below, leastWeight));
}

/** 1 where x > 0, else 0. */
export function active(x: Value): Value {
  return cast(greater(x, 0), x.type);
}

/** The weighted mean of the elements above 0, so that pairs without loss do not dilute the others; a scalar. */
export function meanOfActive(x: Value, weights: Value): Value {
  return weightedMean(x, mul(weights, active(x)));
}

/** log sum_j w_j e^(x_j) of every row, [A, O] -> [A, 1]. Safe for large x; about -1e9 where all weights are 0. */
export function logSumExp(x: Value, weights: Value): Value {
  const counted = where(greater(weights, 0), x, logOfZero);
  // Any number near the largest will do. A whole one has no gradient, so nothing flows back through it.
  const shift = floor(max(counted, -1, { keep: true }));
  const total = sum(mul(weights, exp(sub(counted, shift))), -1, { keep: true });
  return add(shift, log(maximum(total, 1e-30)));
}

/** The largest weight of every row, [A, O] -> [A, 1]: the weight of an anchor that has such pairs. */
export function largest(weights: Value): Value {
  return max(weights, -1, { keep: true });
}

/** The weight of an anchor that has a positive and a negative, [A, 1]; 0 without either. */
export function withBoth({ positive, negative }: Relations): Value {
  return minimum(largest(positive), largest(negative));
}

/** The weight of an anchor that has a positive or a negative, [A, 1]. */
export function withEither({ positive, negative }: Relations): Value {
  return maximum(largest(positive), largest(negative));
}

/** x of every row, [A, 1], but 0 where all weights of the row, [A, O], are 0. */
export function zeroWithout(weights: Value, x: Value): Value {
  return where(greater(largest(weights), 0), x, 0);
}

/**
 * log(1 + e^x), as max(x, 0) - log sigmoid |x|: half the time of ONNX Runtime's Softplus with its gradient. At 0 the
 * derivative is one half.
 */
export function logOnePlusExp(x: Value): Value {
  return sub(maximum(x, 0), log(sigmoid(abs(x))));
}

/** Running sums of rows, [A, N] -> [A, N]: each element is the sum of all up to it. */
export function runningSums(x: Value): Value {
  const [, count] = sizes(x.shape);
  const upTo = Float32Array.from({ length: count ** 2 }, (_, i) => (Math.floor(i / count) <= i % count ? 1 : 0));
  return matMul(x, x.graph.constant(upTo, { shape: [count, count], type: x.type }));
}

/** x as a constant: no gradient flows through it. Rounded down to a multiple of 2^-24, finer than float32 near 1. */
export function held(x: Value): Value {
  return div(floor(mul(x, 2 ** 24)), 2 ** 24);
}
