import type { Random } from '../base/random.ts';

/** One number of every unit, and where its mean goes if the later units differ. */
export type TestedColumn = { readonly values: Float64Array; readonly direction: 'lower' | 'higher' | 'either' };

/** After so many permutations with more than what was observed, the p-value is known well enough (Besag, Clifford 1991). */
const enough = 25;

/**
 * P-values of each column for units that come after a reference: how often the largest standardised difference of means
 * over all columns is as large as the column's own, if it is drawn which units come after (Westfall and Young 1993, the
 * single-step max-T). Where all units are exchangeable, the chance that any p-value is at most p is at most p. `latest`
 * are the numbers of last units whose mean is compared: all that come after, or fewer. `most` permutations are drawn.
 */
export function permutationTest(
  columns: readonly TestedColumn[],
  latest: readonly number[],
  most: number,
  { integer }: Pick<Random, 'integer'>,
): number[] {
  const units = columns[0]?.values.length ?? 0;
  const standard = columns.map(({ values, direction }) => ({ values: standardised(values), direction }));
  const lengths = latest.toSorted((a, b) => a - b);
  const order = Int32Array.from({ length: units }, (_, unit) => units - 1 - unit);
  const observed = standard.map((column) => largest(column, order, lengths));
  const strongest = Math.max(0, ...observed);
  const exceeding = new Int32Array(columns.length);
  let [drawn, more] = [0, 0];
  while (drawn < most && more < enough) {
    drawFirst(order, lengths.at(-1) ?? 0, integer);
    const now = standard.reduce((max, column) => Math.max(max, largest(column, order, lengths)), 0);
    drawn++;
    if (now >= strongest - 1e-9) more++;
    for (const [c, value] of observed.entries()) if (now >= value - 1e-9) exceeding[c]++;
  }
  return Array.from(exceeding, (count) => (count + 1) / (drawn + 1));
}

/** Mean 0 and variance 1; all 0 where the values are alike. */
function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return variance < 1e-12
    ? new Float64Array(values.length)
    : values.map((value) => (value - mean) / Math.sqrt(variance));
}

/** The largest standardised mean of the first units of an order, over the ascending `lengths`. */
function largest({ values, direction }: TestedColumn, order: Int32Array, lengths: readonly number[]): number {
  let [sum, at, result] = [0, 0, 0];
  for (const length of lengths) {
    for (; at < length; at++) sum += values[order[at]];
    const z = sum / Math.sqrt(length * (1 - length / values.length));
    result = Math.max(result, direction === 'either' ? Math.abs(z) : direction === 'lower' ? -z : z);
  }
  return result;
}

/** Draws the first `count` entries anew among all (Fisher and Yates). */
function drawFirst(order: Int32Array, count: number, integer: Random['integer']): void {
  for (let at = 0; at < count; at++) {
    const other = at + integer(order.length - at);
    [order[at], order[other]] = [order[other], order[at]];
  }
}
