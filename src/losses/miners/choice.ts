import { and, cast, equal, greater, max, min, mul, where } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import type { Comparisons, Relations } from '../comparisons.ts';

/*
 * What miners choose with. A choice is bool, [A, O], and comes of comparisons between numbers, through which no gradient
 * flows: what is mined is as good as constant.
 */

/** Beyond every number that is compared. */
const beyond = 1e30;

/** Where pairs count, bool [A, O]. */
export function counting({ positive, negative }: Relations): Relations {
  return { positive: greater(positive, 0), negative: greater(negative, 0) };
}

/** The largest value of each anchor `among` these (bool [A, O]), [A, 1]; far below all where it has none. */
export function largestOf(values: Value, among: Value): Value {
  return max(where(among, values, -beyond), 1, { keep: true });
}

/** The smallest value of each anchor `among` these (bool [A, O]), [A, 1]; far above all where it has none. */
export function smallestOf(values: Value, among: Value): Value {
  return min(where(among, values, beyond), 1, { keep: true });
}

/** Of each anchor the one with the largest value among these, the first of equals; none where it has none. */
export function withLargest(values: Value, among: Value): Value {
  return first(and(among, equal(values, largestOf(values, among))), values);
}

/** Of each anchor the one with the smallest value among these, the first of equals; none where it has none. */
export function withSmallest(values: Value, among: Value): Value {
  return first(and(among, equal(values, smallestOf(values, among))), values);
}

/** Whether an anchor has any of these (bool [A, O]), bool [A, 1]. */
export function hasAny(chosen: Value): Value {
  return greater(max(cast(chosen, 'float32'), 1, { keep: true }), 0);
}

/** The comparisons of which only these pairs (bool [A, O]) still count, as much as they did. */
export function onlyPairs(comparisons: Comparisons, { positive, negative }: Relations): Comparisons {
  return {
    ...comparisons,
    positive: mul(comparisons.positive, cast(positive, comparisons.positive.type)),
    negative: mul(comparisons.negative, cast(negative, comparisons.negative.type)),
  };
}

/** As onlyPairs, and of an anchor that is left without a positive or without a negative nothing. */
export function onlyTriplets(comparisons: Comparisons, { positive, negative }: Relations): Comparisons {
  const whole = and(hasAny(positive), hasAny(negative));
  return onlyPairs(comparisons, { positive: and(positive, whole), negative: and(negative, whole) });
}

/** Of each anchor the first of these: what is computed for every positive then needs room for one. */
function first(chosen: Value, { graph, type, shape }: Value): Value {
  const [, others] = sizes(shape);
  const places = graph.constant(
    Float32Array.from({ length: others }, (_, i) => i),
    { shape: [1, others], type },
  );
  return equal(places, smallestOf(places, chosen));
}
