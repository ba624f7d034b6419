import { and, cast, equal, greater, max, min, mul, where } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import type { Comparisons, Relations } from '../comparisons.ts';

/*
 * The tools of miners. A choice is bool, [A, O]. It comes from comparing numbers, so no gradient flows through it: for
 * a loss, mined weights are constants.
 */

/** Beyond every number that is compared. */
const beyond = 1e30;

/** Which pairs count, bool [A, O]. */
export function counting({ positive, negative }: Relations): Relations {
  return { positive: greater(positive, 0), negative: greater(negative, 0) };
}

/** Each anchor's largest value `among` these (bool [A, O]), [A, 1]; -1e30 where there are none. */
export function largestOf(values: Value, among: Value): Value {
  return max(where(among, values, -beyond), 1, { keep: true });
}

/** Each anchor's smallest value `among` these (bool [A, O]), [A, 1]; 1e30 where there are none. */
export function smallestOf(values: Value, among: Value): Value {
  return min(where(among, values, beyond), 1, { keep: true });
}

/** Each anchor's largest value among these, bool [A, O]: the first of equals; none where there are none. */
export function withLargest(values: Value, among: Value): Value {
  return first(and(among, equal(values, largestOf(values, among))), values);
}

/** Each anchor's smallest value among these, bool [A, O]: the first of equals; none where there are none. */
export function withSmallest(values: Value, among: Value): Value {
  return first(and(among, equal(values, smallestOf(values, among))), values);
}

/** Whether an anchor has any of these (bool [A, O]), bool [A, 1]. */
export function hasAny(chosen: Value): Value {
  return greater(max(cast(chosen, 'float32'), 1, { keep: true }), 0);
}

/** Keeps the weights of these pairs (bool [A, O]), and sets all others to 0. */
export function onlyPairs(comparisons: Comparisons, { positive, negative }: Relations): Comparisons {
  return {
    ...comparisons,
    positive: mul(comparisons.positive, cast(positive, comparisons.positive.type)),
    negative: mul(comparisons.negative, cast(negative, comparisons.negative.type)),
  };
}

/** As onlyPairs, but drops anchors without a positive or without a negative. */
export function onlyTriplets(comparisons: Comparisons, { positive, negative }: Relations): Comparisons {
  const whole = and(hasAny(positive), hasAny(negative));
  return onlyPairs(comparisons, { positive: and(positive, whole), negative: and(negative, whole) });
}

/** The first of each anchor's choices, bool [A, O], so that losses need room for one positive only. */
function first(chosen: Value, { graph, type, shape }: Value): Value {
  const [, others] = sizes(shape);
  const places = graph.constant(
    Float32Array.from({ length: others }, (_, i) => i),
    { shape: [1, others], type },
  );
  return equal(places, smallestOf(places, chosen));
}
