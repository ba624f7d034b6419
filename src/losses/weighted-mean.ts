import { div, maximum, mul, sum } from '../graph/ops.ts';
import type { Value } from '../graph/value.ts';

/** Sums of weights below it count as none. */
const nothing = 1e-12;

/** The mean of values by how much each counts (of their shape, 0 or more), a scalar; 0 where nothing counts. */
export function weightedMean(values: Value, weights: Value): Value {
  return orZero(sum(mul(values, weights)), sum(weights));
}

/** above / below, elementwise, of numbers of which `above` is 0 where `below` (0 or more) is: 0 there, as is its gradient. */
export function orZero(above: Value, below: Value): Value {
  return div(above, maximum(below, nothing));
}
