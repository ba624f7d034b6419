/** The counts of a large sparse table. */
export type IndexCounts = { timesAt(row: number, column: number): number };

/**
 * Counts how often each cell of a `size` x `size` table occurs in `indices`, where a cell has the index
 * row * size + column. Memory is linear in the number of indices; a lookup is a binary search in a row. Exact for sizes
 * up to 94 million.
 */
export function indexCounts(indices: Float64Array, size: number): IndexCounts {
  const sorted = indices.slice().sort();
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

/** Binary search in ascending numbers: the first index in [start, end) whose number is at least `least`, else end. */
function firstFrom(numbers: Int32Array, least: number, start: number, end: number): number {
  let [low, high] = [start, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
