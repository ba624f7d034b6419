import { DiscernError } from '../base/error.ts';
import { cellText } from './cell-text.ts';
import { counted } from './first-few.ts';
import { partNameOf } from './part-names.ts';
import type { Row, Table } from './tables/table.ts';

/** A list, as its rows are read. */
export type ManifestSource = {
  readonly name: string;
  /** How a path of the list is opened. */
  readonly pathOf: (path: string) => string;
  readonly unit: Table['unit'];
  /** The list's own name of each of our columns that it has. */
  readonly nameOf: ReadonlyMap<string, string>;
};

/** What is wrong with a cell. */
type Fault = { readonly at: number; readonly column: string; readonly given: string; readonly expected: string };

/** Thrown while a row is read, caught where all rows are. */
class FaultyCell extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.given);
    this.fault = fault;
  }
}

/**
 * Reads every row of a list. Throws `bad-data` with the first cell that is wrong, and in how many other rows the same
 * column is.
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

/** A cell as text without blanks around it; null where it is empty or there is no such column. */
export function textIn(row: Row, column: string, { nameOf }: ManifestSource): string | null {
  const name = nameOf.get(column);
  if (name === undefined) return null;
  const found = cellText(row.cells[name]);
  if ('text' in found) return found.text;
  throw new FaultyCell({ at: row.at, column: name, given: found.fault, expected: 'text, or a whole number' });
}

/** A cell with the path of a picture, as seen from where the list is seen. */
export function pathIn(row: Row, column: string, source: ManifestSource): string {
  const path = textIn(row, column, source);
  if (path === null) throw faulty(row, source, column, 'nothing', 'the path of a picture');
  return source.pathOf(path);
}

/** The name in a cell, which stands for a part in one of the ways that `partNameOf` knows. */
export function partNameIn(row: Row, source: ManifestSource): string {
  const text = textIn(row, 'split', source);
  if (text === null || partNameOf(text) === null)
    throw faulty(row, source, 'split', text ?? 'nothing', 'train, val or test, or a usual name of these');
  return text;
}

/** Whether a cell says that two pictures are the same. */
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
  const more = alike.length === 0 ? '' : `, and ${counted(alike.length, unit)} more like it (${placesOf(alike)})`;
  return new DiscernError('bad-data', `${name}, ${unit} ${at}: ${column} is ${given}${more}`, {
    given: `${given} in the column ${column}`,
    expected,
    todo: alike.length === 0 ? `mend ${unit} ${at} of ${name}` : `mend the column ${column} of ${name}`,
  });
}

/** `3, 4, 7, ...` */
function placesOf(faults: readonly Fault[]): string {
  const places = faults.slice(0, 3).map(({ at }) => at);
  return [...places, ...(faults.length > 3 ? ['...'] : [])].join(', ');
}
