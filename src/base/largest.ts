/** Indices of the `count` largest values, largest first, ties by index. One pass with a sorted buffer: for small counts. */
export function largest(values: Float32Array, count: number): number[] {
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
 * The value that the `count` largest ones reach, and so at least `count` values where there are as many;
 * infinite where none is asked for.
 */
export function limitOfLargest(values: Float32Array, count: number): number {
  const last = largest(values, count).at(-1);
  return last === undefined ? Number.POSITIVE_INFINITY : values[last];
}
