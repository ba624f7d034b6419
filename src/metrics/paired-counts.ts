/** Counts of two binary results on the same items, a 2 x 2 table. Counts may be fractions. */
export type PairedCounts = {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
};

/** Counts how often `first` and `second` (both [N], 1 or 0) agree and differ. */
export function pairedCounts(first: Uint8Array, second: Uint8Array): PairedCounts {
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < first.length; i++) counts[2 * first[i] + second[i]]++;
  const [neither, onlySecond, onlyFirst, both] = counts;
  return { both, onlyFirst, onlySecond, neither };
}
