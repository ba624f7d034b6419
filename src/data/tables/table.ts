/** One row: its number `at`, counted from 1, and its cells by column, of whatever type the file holds. */
export type Row = { readonly at: number; readonly cells: Readonly<Record<string, unknown>> };

/** A table as read from a file. */
export type Table = {
  readonly columns: readonly string[];
  /** What `at` counts: lines of text, or rows for formats without lines. */
  readonly unit: 'line' | 'row';
  readonly rows: Iterable<Row>;
};

/** Reads one kind of file; errors show `name`. Throws `bad-data` with the line. */
export type ReadTable = (bytes: Uint8Array, name: string) => Promise<Table>;
