import { DiscernError } from '../../base/error.ts';
import type { Row, Table } from './table.ts';
import { readText } from './text.ts';

/** Reads one JSON object a line; blank lines are passed over. The columns are all keys that occur. */
export function readJsonLines(bytes: Uint8Array, name: string): Table {
  const rows = [...rowsOf(readText(bytes, name), name)];
  return { columns: keysOf(rows), unit: 'line', rows };
}

function* rowsOf(text: string, name: string): Generator<Row> {
  let at = 1;
  for (let start = 0; start < text.length; at++) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end).trim();
    if (line !== '') yield { at, cells: parseLine(line, name, at) };
    if (end < 0) return;
    start = end + 1;
  }
}

function parseLine(line: string, name: string, at: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (isRecord(value)) return value;
  } catch {
    // Falls through to the error below, which says the same of what is no JSON and of what is no object.
  }
  throw new DiscernError('bad-data', `${name}, line ${at} is not a JSON object`, {
    given: line.length > 80 ? `${line.slice(0, 80)}...` : line,
    expected: 'one JSON object a line: {"path": "a.jpg", "label": "cat"}',
    todo: `mend line ${at} of ${name}`,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keysOf(rows: readonly Row[]): string[] {
  const keys = new Set<string>();
  for (const { cells } of rows) for (const key in cells) keys.add(key);
  return [...keys];
}
