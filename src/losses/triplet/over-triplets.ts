import { matMul, mul, reshape, sum } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import type { Comparisons } from '../comparisons.ts';
import type { PositiveColumns } from '../positive-columns.ts';

/** Sums over each pair's negatives, [A, P, O] to [A, P], as much as each counts. */
export function overNegatives(each: Value, { negative }: Comparisons): Value {
  const [anchors, positives, others] = sizes(each.shape);
  return reshape(matMul(each, reshape(negative, [anchors, others, 1])), [anchors, positives]);
}

/** Sums over all triplets, [A, P, O] to a scalar, as much as each counts: its positive's weight times its negative's. */
export function overTriplets(each: Value, comparisons: Comparisons, { weights }: PositiveColumns): Value {
  return sum(mul(weights, overNegatives(each, comparisons)));
}

/** What is known of each anchor and its positives, [A, P], for every triplet: [A, P, 1]. */
export function ofPositives(x: Value): Value {
  return reshape(x, [...x.shape, 1]);
}

/** What is known of each anchor and all others, [A, O], for every triplet: [A, 1, O]. */
export function ofOthers(x: Value): Value {
  const [anchors, others] = sizes(x.shape);
  return reshape(x, [anchors, 1, others]);
}
