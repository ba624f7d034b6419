import { DiscernError } from '../base/error.ts';
import type { Dataset } from './dataset.ts';
import { firstFew } from './first-few.ts';
import { pairsOf, samplesOf, tripletsOf } from './manifest-rows.ts';
import type { Table } from './tables/table.ts';

/** Options of reading a list. */
export type ManifestOptions = {
  /**
   * Keeps each of the rows that give one path two labels or two parts, instead of throwing: only for looking for such
   * faults; a model learned from them would be wrong.
   */
  readonly keepContradictions?: boolean;
};

/** The kinds of list, told apart by the columns they must have. */
const kinds = [
  { required: ['path'], optional: ['label', 'split', 'group'], read: samplesOf },
  { required: ['a', 'b', 'same'], optional: [], read: pairsOf },
  { required: ['anchor', 'positive', 'negative'], optional: [], read: tripletsOf },
] as const;

const layouts = kinds.map(({ required, optional }) => [...required, ...optional.map((name) => `[${name}]`)].join(','));

/**
 * The data set that a list is. `folder` is the list's own, to which its relative paths refer. Columns: `path` with
 * `label`, `split` (train, val, test) and `group` as there are; or `a,b,same` (1, 0); or `anchor,positive,negative`.
 * Rows that repeat an earlier one are read once and remarked. Throws `bad-data` with the line of what is wrong, `empty`
 * without rows, and `contradiction` with the paths that have two labels or two parts.
 */
export function manifestDataset(name: string, folder: string, table: Table, options: ManifestOptions = {}): Dataset {
  const kind = kinds.find(({ required }) => required.every((column) => table.columns.includes(column)));
  if (kind === undefined) throw missingColumns(name, table.columns);
  checkColumns(name, table.columns, [...kind.required, ...kind.optional]);
  const dataset = kind.read(name, folder, table, options);
  if (dataset.samples.length === 0) throw noRows(name);
  return dataset;
}

function checkColumns(name: string, columns: readonly string[], known: readonly string[]): void {
  const unknown = columns.filter((column, index) => !known.includes(column) || columns.indexOf(column) !== index);
  if (unknown.length === 0) return;
  throw new DiscernError('bad-data', `${name} has columns that mean nothing here: ${firstFew(unknown)}`, {
    given: `the columns ${columns.join(',')}`,
    expected: `each at most once: ${known.join(',')}`,
    todo: 'rename or remove the others',
  });
}

function missingColumns(name: string, columns: readonly string[]): DiscernError {
  const semicolons = columns.some((column) => column.includes(';'));
  return new DiscernError('bad-data', `${name} has no header that we know`, {
    given: columns.length === 0 ? 'an empty file' : `the first line ${columns.join(',').slice(0, 200)}`,
    expected: `a header with the columns ${layouts.join(', or ')}`,
    todo: semicolons ? 'separate the columns by commas' : 'add the header as the first line',
  });
}

function noRows(name: string): DiscernError {
  return new DiscernError('empty', `${name} lists no pictures`, {
    given: `${name}, without rows`,
    expected: 'at least one row below the header',
    todo: 'add the pictures, one a line',
  });
}
