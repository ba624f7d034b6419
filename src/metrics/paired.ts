/** Two yes-or-no answers on the same items, counted. Counts need not be whole. */
export type Paired = {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
};

/** Counts where `first` and `second` (both [N], 1 or 0) agree and differ. */
export function paired(first: Uint8Array, second: Uint8Array): Paired {
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < first.length; i++) counts[2 * first[i] + second[i]]++;
  const [neither, onlySecond, onlyFirst, both] = counts;
  return { both, onlyFirst, onlySecond, neither };
}
