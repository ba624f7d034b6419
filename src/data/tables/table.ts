/** One row: where it stands (a person's count, from 1) and its cells by column, of whatever type the file holds. */
export type Row = { readonly at: number; readonly cells: Readonly<Record<string, unknown>> };

/** A table as read from a file. */
export type Table = {
  readonly columns: readonly string[];
  /** What `at` counts: lines of text, or rows where there are no lines. */
  readonly unit: 'line' | 'row';
  readonly rows: Iterable<Row>;
};

/** Reads one kind of file; `name` is what errors call it. Throws `bad-data` with the line. */
export type ReadTable = (bytes: Uint8Array, name: string) => Promise<Table>;
