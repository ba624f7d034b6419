import type { ReadTable } from './table.ts';

/** The readers of list files, by file ending. Each parser is loaded when first needed. */
export const tables = {
  csv: async (bytes, name) => (await import('./delimited.ts')).readDelimited(bytes, name, ','),
  tsv: async (bytes, name) => (await import('./delimited.ts')).readDelimited(bytes, name, '\t'),
  jsonl: async (bytes, name) => (await import('./json-lines.ts')).readJsonLines(bytes, name),
  ndjson: async (bytes, name) => (await import('./json-lines.ts')).readJsonLines(bytes, name),
  json: async (bytes, name) => (await import('./json-lines.ts')).readJsonLines(bytes, name),
  parquet: async (bytes, name) => (await import('./parquet.ts')).readParquet(bytes, name),
} satisfies Record<string, ReadTable>;

/** A file ending of a list. */
export type TableKind = keyof typeof tables;

/** Whether a file ending (lower case, without the dot) is that of a list. */
export function isTableKind(ending: string): ending is TableKind {
  return Object.hasOwn(tables, ending);
}
