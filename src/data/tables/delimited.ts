import Papa from 'papaparse';
import { DiscernError } from '../../base/error.ts';
import type { Row, Table } from './table.ts';
import { readText } from './text.ts';

/** The separators of cells that we read. */
type Delimiter = ',' | ';' | '\t' | '|';

/**
 * Reads RFC 4180 text with a header (doubled quotes inside quotes; CRLF or LF; a byte order mark is skipped). The
 * separator is the expected one, unless the header contains only another one: spreadsheets write semicolons in
 * countries where the comma is the decimal sign. A first line `sep=;` sets it. Blanks around a quoted cell are ignored.
 */
export function readDelimited(bytes: Uint8Array, name: string, expected: ',' | '\t'): Table {
  const whole = readText(bytes, name);
  const said = /^"?sep=([,;\t|])"?\n/i.exec(whole);
  const text = said ? whole.slice(said[0].length) : whole;
  const delimiter = isDelimiter(said?.[1]) ? said[1] : delimiterOf(text, expected);
  const parsed = Papa.parse<string[]>(text, { delimiter, newline: '\n' });
  const first = said ? 2 : 1;
  const [fault] = parsed.errors;
  if (fault !== undefined) throw notRfc4180(name, lineOf(parsed.data, fault.row ?? 0, first), fault.message);
  const columns = (parsed.data[0] ?? []).map((column) => unquoted(column).trim());
  return { columns, unit: 'line', rows: rowsOf(parsed.data, columns, name, first) };
}

const delimiters = [',', ';', '\t', '|'] as const;

function isDelimiter(text: string | undefined): text is Delimiter {
  return delimiters.some((delimiter) => delimiter === text);
}

/** The expected separator if the header contains it outside quotes, otherwise the first other one it contains. */
function delimiterOf(text: string, expected: Delimiter): Delimiter {
  const [header] = text.split('\n', 1);
  const bare = header.replace(/"[^"]*"/g, '');
  return [expected, ...delimiters].find((delimiter) => bare.includes(delimiter)) ?? expected;
}

/** Removes the quotes of a cell after a blank (`a, "b"`), which the parser reads as part of the text. */
function unquoted(cell: string): string {
  const inner = /^[ \t]+"(.*)"[ \t]*$/s.exec(cell)?.[1];
  return inner === undefined ? cell : inner.replaceAll('""', '"');
}

function* rowsOf(data: readonly string[][], columns: readonly string[], name: string, first: number): Generator<Row> {
  let at = first;
  for (let i = 0; i < data.length; i++) {
    const values = data[i];
    if (i > 0 && !isBlank(values)) yield { at, cells: cellsOf(values, columns, name, at) };
    at += linesIn(values);
  }
}

function cellsOf(values: readonly string[], columns: readonly string[], name: string, at: number) {
  const isPadded = values.slice(columns.length).every((value) => value.trim() === '');
  if (values.length < columns.length || !isPadded) throw raggedRow(name, at, values.length, columns.length);
  const cells: Record<string, string> = {};
  for (let i = 0; i < columns.length; i++) cells[columns[i]] = unquoted(values[i]);
  return cells;
}

function isBlank(values: readonly string[]): boolean {
  return values.every((value) => value.trim() === '');
}

/** The number of lines that a row takes in the file: one, plus the line ends inside its quotes. */
function linesIn(values: readonly string[]): number {
  return values.reduce((lines, value) => (value.includes('\n') ? lines + value.split('\n').length - 1 : lines), 1);
}

function lineOf(data: readonly string[][], rowIndex: number, first: number): number {
  return data.slice(0, rowIndex).reduce((line, values) => line + linesIn(values), first);
}

function notRfc4180(name: string, line: number, message: string): DiscernError {
  return new DiscernError('bad-data', `${name}, line ${line}: ${message}`, {
    given: `${name}, line ${line}`,
    expected: 'quotes around a whole cell, and "" for a quote within',
    todo: 'correct the quotes of that line',
  });
}

function raggedRow(name: string, line: number, given: number, expected: number): DiscernError {
  return new DiscernError('bad-data', `${name}, line ${line}: ${given} cells, but ${expected} columns`, {
    given: `${name}, line ${line} with ${given} cells`,
    expected: `${expected} cells, as in the header`,
    todo: 'put quotes around cells that contain the separator, without a blank before them',
  });
}
