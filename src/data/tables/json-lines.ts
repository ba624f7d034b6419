import { DiscernError } from '../../base/error.ts';
import { isJsonObject } from '../../base/json-object.ts';
import type { Row, Table } from './table.ts';
import { readText } from './text.ts';

/**
 * Reads one JSON object per line, ignoring blank lines; or, if the text begins with `[`, one JSON array of objects,
 * counted from 1. The columns are all keys that occur.
 */
export function readJsonLines(bytes: Uint8Array, name: string): Table {
  const text = readText(bytes, name);
  const isArray = /^\s*\[\s*([{\]]|$)/.test(text);
  const rows = isArray ? elementsOf(text, name) : [...rowsOf(text, name)];
  return { columns: keysOf(rows), unit: isArray ? 'row' : 'line', rows };
}

function elementsOf(text: string, name: string): Row[] {
  const elements = arrayIn(text, name);
  return elements.map((element, index) => {
    if (isJsonObject(element)) return { at: index + 1, cells: element };
    throw noObject(`${name}, row ${index + 1}`, JSON.stringify(element));
  });
}

function arrayIn(text: string, name: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch (cause) {
    const message = `${name} is not a JSON array: ${cause instanceof Error ? cause.message : cause}`;
    const parts = { given: name, expected: 'an array of objects, or one object per line', todo: `correct ${name}` };
    throw new DiscernError('bad-data', message, parts, cause);
  }
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
    if (isJsonObject(value)) return value;
  } catch {
    // Falls through to the error below: the same error for broken JSON and for other values than objects.
  }
  throw noObject(`${name}, line ${at}`, line);
}

function noObject(where: string, text: string): DiscernError {
  return new DiscernError('bad-data', `${where} is not a JSON object`, {
    given: text.length > 80 ? `${text.slice(0, 80)}...` : text,
    expected: 'one JSON object per line: {"path": "a.jpg", "label": "cat"}',
    todo: `correct ${where}`,
  });
}

function keysOf(rows: readonly Row[]): string[] {
  const keys = new Set<string>();
  for (const { cells } of rows) for (const key in cells) keys.add(key);
  return [...keys];
}
