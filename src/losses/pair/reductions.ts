import {
  abs,
  add,
  cast,
  div,
  exp,
  floor,
  greater,
  log,
  max,
  maximum,
  minimum,
  mul,
  sigmoid,
  sub,
  sum,
  where,
} from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import type { Relations } from '../comparisons.ts';

/** The logarithm of nothing, nearly: far below all that losses compute, and finite. */
const nothing = -1e9;

/** sum w x / sum w over all, with weights of 0 or more; 0 where nothing has weight. */
export function weightedMean(x: Value, weights: Value): Value {
  return div(sum(mul(weights, x)), orOne(sum(weights)));
}

/** x where it is above 0, else 1: what may be divided by. */
export function orOne(x: Value): Value {
  return where(greater(x, 0), x, 1);
}

/** 1 where x > 0, else 0. */
export function active(x: Value): Value {
  return cast(greater(x, 0), x.type);
}

/** The weighted mean of what is above 0: what is learned already does not dilute what is not. */
export function meanOfActive(x: Value, weights: Value): Value {
  return weightedMean(x, mul(weights, active(x)));
}

/** log sum_j w_j e^(x_j) of every row, [A, O] -> [A, 1], safe for large x; about -1e9 where nothing has weight. */
export function logSumExp(x: Value, weights: Value): Value {
  const counted = where(greater(weights, 0), x, nothing);
  // Any number near the largest will do; a whole one has no slope, so that nothing flows back through it.
  const shift = floor(max(counted, -1, { keep: true }));
  const total = sum(mul(weights, exp(sub(counted, shift))), -1, { keep: true });
  return add(shift, log(maximum(total, 1e-30)));
}

/** The largest of every row, [A, O] -> [A, 1]: how much an anchor counts that has such pairs. */
export function largest(weights: Value): Value {
  return max(weights, -1, { keep: true });
}

/** How much an anchor counts that has a positive and a negative, [A, 1]; 0 without either. */
export function withBoth({ positive, negative }: Relations): Value {
  return minimum(largest(positive), largest(negative));
}

/** How much an anchor counts that has a positive or a negative, [A, 1]. */
export function withEither({ positive, negative }: Relations): Value {
  return maximum(largest(positive), largest(negative));
}

/** x of every row, [A, 1], but 0 where none of the row's weights [A, O] is above 0. */
export function zeroWithout(weights: Value, x: Value): Value {
  return where(greater(largest(weights), 0), x, 0);
}

/**
 * log(1 + e^x), as max(x, 0) - log sigmoid |x|: half of what ONNX Runtime's Softplus and its gradient take. At 0 the slope
 * is one half, for both of max share it there.
 */
export function logOnePlusExp(x: Value): Value {
  return sub(maximum(x, 0), log(sigmoid(abs(x))));
}
