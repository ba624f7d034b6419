import { DiscernError } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import { partNameOf } from '../folders/part-names.ts';
import type { Row, Table } from '../tables/table.ts';
import { cellText } from './cell-text.ts';

/** A list file whose rows are being read. */
export type ManifestSource = {
  readonly name: string;
  /** Converts a path as written in the list to a path that can be opened. */
  readonly pathOf: (path: string) => string;
  readonly unit: Table['unit'];
  /** The name that the list uses for each of our columns; columns that it lacks are absent. */
  readonly nameOf: ReadonlyMap<string, string>;
};

/** A wrong cell: its row (counted from 1), its column, what it holds and what was expected. */
type Fault = { readonly at: number; readonly column: string; readonly given: string; readonly expected: string };

/** Thrown while one row is read; `readRows` collects them. */
class FaultyCell extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.given);
    this.fault = fault;
  }
}

/**
 * Reads every row of a list. Throws `bad-data` with the first wrong cell, and the number of other rows in which the
 * same column is wrong.
 */
export function readRows<T>(source: ManifestSource, rows: Iterable<Row>, read: (row: Row) => T): T[] {
  const faults: Fault[] = [];
  const values: T[] = [];
  for (const row of rows) {
    try {
      values.push(read(row));
    } catch (thrown) {
      if (!(thrown instanceof FaultyCell)) throw thrown;
      faults.push(thrown.fault);
    }
  }
  if (faults.length > 0) throw badCells(source, faults);
  return values;
}

/** A cell as trimmed text; null if it is empty or if the list lacks the column. */
export function textIn(row: Row, column: string, { nameOf }: ManifestSource): string | null {
  const name = nameOf.get(column);
  if (name === undefined) return null;
  const found = cellText(row.cells[name]);
  if ('text' in found) return found.text;
  throw new FaultyCell({ at: row.at, column: name, given: found.fault, expected: 'text, or a whole number' });
}

/** A cell with the path of a picture, converted by `pathOf`. Throws if it is empty. */
export function pathIn(row: Row, column: string, source: ManifestSource): string {
  const path = textIn(row, column, source);
  if (path === null) throw faulty(row, source, column, 'nothing', 'the path of a picture');
  return source.pathOf(path);
}

/** The text of the cell `split`, which must be a part name that `partNameOf` knows. */
export function partNameIn(row: Row, source: ManifestSource): string {
  const text = textIn(row, 'split', source);
  if (text === null || partNameOf(text) === null)
    throw faulty(row, source, 'split', text ?? 'nothing', 'train, val or test, or a usual name of these');
  return text;
}

/** The cell `same` as a boolean: `1` or `true`, `0` or `false`. */
export function sameIn(row: Row, source: ManifestSource): boolean {
  const text = textIn(row, 'same', source)?.toLowerCase();
  if (text === '1' || text === 'true') return true;
  if (text === '0' || text === 'false') return false;
  throw faulty(row, source, 'same', text ?? 'nothing', '1 (same class) or 0 (not)');
}

function faulty({ at }: Row, { nameOf }: ManifestSource, column: string, given: string, expected: string): FaultyCell {
  return new FaultyCell({ at, column: nameOf.get(column) ?? column, given, expected });
}

function badCells({ name, unit }: ManifestSource, [first, ...rest]: readonly Fault[]): DiscernError {
  const { at, column, given, expected } = first;
  const alike = rest.filter((fault) => fault.column === column);
  const more = alike.length === 0 ? '' : `, and ${counted(alike.length, unit)} more like it (${rowNumbersOf(alike)})`;
  return new DiscernError('bad-data', `${name}, ${unit} ${at}: ${column} is ${given}${more}`, {
    given: `${given} in the column ${column}`,
    expected,
    todo: alike.length === 0 ? `correct ${unit} ${at} of ${name}` : `correct the column ${column} of ${name}`,
  });
}

/** `3, 4, 7, ...` */
function rowNumbersOf(faults: readonly Fault[]): string {
  const rows = faults.slice(0, 3).map(({ at }) => at);
  return [...rows, ...(faults.length > 3 ? ['...'] : [])].join(', ');
}
