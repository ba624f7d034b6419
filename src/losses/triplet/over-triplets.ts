import { matMul, mul, reshape, sum } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import type { Comparisons } from '../comparisons.ts';
import type { PositiveColumns } from '../positive-columns.ts';

/** Weighted sums over each pair's negatives, [A, P, O] -> [A, P]. */
export function overNegatives(each: Value, { negative }: Comparisons): Value {
  const [anchors, positives, others] = sizes(each.shape);
  return reshape(matMul(each, reshape(negative, [anchors, others, 1])), [anchors, positives]);
}

/**
 * The weighted sum over all triplets, [A, P, O] -> scalar. A triplet's weight is its positive's times its negative's.
 */
export function overTriplets(each: Value, comparisons: Comparisons, { weights }: PositiveColumns): Value {
  return sum(mul(weights, overNegatives(each, comparisons)));
}

/** Values of each anchor and positive, [A, P], for every triplet: [A, P, 1]. */
export function ofPositives(x: Value): Value {
  return reshape(x, [...x.shape, 1]);
}

/** Values of each anchor and other, [A, O], for every triplet: [A, 1, O]. */
export function ofOthers(x: Value): Value {
  const [anchors, others] = sizes(x.shape);
  return reshape(x, [anchors, 1, others]);
}
