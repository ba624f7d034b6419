/** How often each place of a large, nearly empty table was given. */
export type IndexCounts = { timesAt(row: number, column: number): number };

/**
 * Counts places of a `size` x `size` table, each written as row * size + column, in memory of the places given; looked up by
 * bisection of a row. Exact up to a size of 94 million.
 */
export function indexCounts(places: Float64Array, size: number): IndexCounts {
  const sorted = places.slice().sort();
  const starts = new Int32Array(size + 1);
  const columns = new Int32Array(sorted.length);
  const times = new Int32Array(sorted.length);
  let count = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) {
      const row = Math.floor(sorted[i] / size);
      columns[count++] = sorted[i] - row * size;
      starts[row + 1]++;
    }
    times[count - 1]++;
  }
  for (let row = 0; row < size; row++) starts[row + 1] += starts[row];
  return {
    timesAt: (row, column) => {
      const at = firstFrom(columns, column, starts[row], starts[row + 1]);
      return at < starts[row + 1] && columns[at] === column ? times[at] : 0;
    },
  };
}

/** Where the first of increasing numbers between two places is that is not below `least`. */
function firstFrom(numbers: Int32Array, least: number, start: number, end: number): number {
  let [low, high] = [start, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
