import Papa from 'papaparse';
import { DiscernError } from '../../base/error.ts';
import type { Row, Table } from './table.ts';
import { readText } from './text.ts';

/** Reads RFC 4180 text (quotes doubled inside quotes; CRLF or LF; a byte order mark is passed over) with a header. */
export function readDelimited(bytes: Uint8Array, name: string, delimiter: ',' | '\t'): Table {
  const parsed = Papa.parse<string[]>(readText(bytes, name), { delimiter, newline: '\n' });
  const [fault] = parsed.errors;
  if (fault !== undefined) throw notRfc4180(name, lineOf(parsed.data, fault.row ?? 0), fault.message);
  const columns = (parsed.data[0] ?? []).map((column) => column.trim());
  return { columns, unit: 'line', rows: rowsOf(parsed.data, columns, name) };
}

function* rowsOf(data: readonly string[][], columns: readonly string[], name: string): Generator<Row> {
  let at = 1;
  for (let i = 0; i < data.length; i++) {
    const values = data[i];
    if (i > 0 && !isBlank(values)) yield { at, cells: cellsOf(values, columns, name, at) };
    at += linesIn(values);
  }
}

function cellsOf(values: readonly string[], columns: readonly string[], name: string, at: number) {
  if (values.length !== columns.length) throw raggedRow(name, at, values.length, columns.length);
  const cells: Record<string, string> = {};
  for (let i = 0; i < columns.length; i++) cells[columns[i]] = values[i];
  return cells;
}

function isBlank(values: readonly string[]): boolean {
  return values.length === 1 && values[0] === '';
}

/** How many lines of the file a row takes: one, and one more for each line end inside its quotes. */
function linesIn(values: readonly string[]): number {
  return values.reduce((lines, value) => (value.includes('\n') ? lines + value.split('\n').length - 1 : lines), 1);
}

function lineOf(data: readonly string[][], rowIndex: number): number {
  return data.slice(0, rowIndex).reduce((line, values) => line + linesIn(values), 1);
}

function notRfc4180(name: string, line: number, message: string): DiscernError {
  return new DiscernError('bad-data', `${name}, line ${line}: ${message}`, {
    given: `${name}, line ${line}`,
    expected: 'quotes around a whole cell, and "" for a quote within',
    todo: 'mend the quotes of that line',
  });
}

function raggedRow(name: string, line: number, given: number, expected: number): DiscernError {
  return new DiscernError('bad-data', `${name}, line ${line}: ${given} cells under ${expected} columns`, {
    given: `${name}, line ${line} with ${given} cells`,
    expected: `${expected} cells, as in the header`,
    todo: 'put quotes around cells that contain the separator',
  });
}
