/**
 * The indices of the `count` largest values, largest first; equal values are ordered by index. One pass with a sorted
 * buffer, so it is fast only for a small `count`.
 */
export function largestIndices(values: Float32Array, count: number): number[] {
  const best: number[] = [];
  if (count < 1) return best;
  for (let i = 0; i < values.length; i++) {
    if (best.length === count && values[i] <= values[best[count - 1]]) continue;
    let at = best.length < count ? best.length : count - 1;
    for (; at > 0 && values[best[at - 1]] < values[i]; at--) best[at] = best[at - 1];
    best[at] = i;
  }
  return best;
}

/**
 * The smallest of the `count` largest values: a threshold that at least `count` values reach, or all where there are
 * fewer. Positive infinity where `count` is below 1 or there are no values.
 */
export function kthLargest(values: Float32Array, count: number): number {
  const last = largestIndices(values, count).at(-1);
  return last === undefined ? Number.POSITIVE_INFINITY : values[last];
}
