/** Collects the `count` largest of a stream of values, in memory for twice as many. */
export type LargestValues = {
  /** Adds `values[from]` .. `values[to - 1]`. */
  offer(values: Float32Array, from: number, to: number): void;
  /** The largest values, descending; fewer than `count` if fewer were offered. */
  descending(): Float32Array;
};

/**
 * An empty collection. Values gather in a buffer; if it is full, only the `count` largest stay, and the smallest of
 * them is the limit for further values.
 */
export function largestValues(count: number): LargestValues {
  const kept = new Float32Array(2 * Math.max(count, 16));
  let used = 0;
  let limit = Number.NEGATIVE_INFINITY;
  const prune = () => {
    kept.sort();
    kept.copyWithin(0, kept.length - count);
    used = count;
    limit = kept[0];
  };
  return {
    offer: (values, from, to) => {
      for (let i = nextAbove(limit, values, from, to); i < to; i = nextAbove(limit, values, i + 1, to)) {
        if (used === kept.length) prune();
        kept[used++] = values[i];
      }
    },
    descending: () => kept.slice(0, used).sort().reverse().slice(0, count),
  };
}

/** The first index from `from` on whose value exceeds `limit`, else `to`: the loop that nearly all values end in. */
function nextAbove(limit: number, values: Float32Array, from: number, to: number): number {
  let i = from;
  while (i < to && values[i] <= limit) i++;
  return i;
}
