/** Rows of whole numbers in compressed form (as CSR): row r is `items` from `starts[r]` to `starts[r + 1]`. */
export type SparseRows = { readonly starts: Int32Array; readonly items: Int32Array };

/** Packs lists, one per row. */
export function rowsOf(lists: readonly (readonly number[])[]): SparseRows {
  const starts = new Int32Array(lists.length + 1);
  lists.forEach((list, row) => {
    starts[row + 1] = starts[row] + list.length;
  });
  const items = new Int32Array(starts[lists.length]);
  lists.forEach((list, row) => {
    items.set(list, starts[row]);
  });
  return { starts, items };
}

/** The transpose: row i lists, in ascending order, the rows that contain the item i, for items 0 .. count - 1. */
export function transposedRows({ starts, items }: SparseRows, count: number): SparseRows {
  const ends = new Int32Array(count + 1);
  for (const item of items) ends[item + 1]++;
  for (let i = 0; i < count; i++) ends[i + 1] += ends[i];
  const next = ends.slice();
  const rows = new Int32Array(items.length);
  for (let row = 0; row + 1 < starts.length; row++) {
    for (let at = starts[row]; at < starts[row + 1]; at++) rows[next[items[at]]++] = row;
  }
  return { starts: ends, items: rows };
}
