import { DiscernError } from '../base/error.ts';
import type { Dataset } from './dataset.ts';
import { manifestColumns } from './manifest-columns.ts';
import { pairsOf, samplesOf, tripletsOf } from './manifest-rows.ts';
import { joinPath } from './paths.ts';
import type { Table } from './tables/table.ts';

/** Options of reading a list. */
export type ManifestOptions = {
  /**
   * Keeps each of the rows that give one path two labels or two parts, instead of throwing: only for looking for such
   * faults; a model learned from them would be wrong.
   */
  readonly keepContradictions?: boolean;
  /** How a path of the list is opened; absent: relative to the list's folder. */
  readonly pathOf?: (path: string) => string;
};

const readers = { samples: samplesOf, pairs: pairsOf, triplets: tripletsOf };

/**
 * The data set that a list is. `folder` is the list's own, to which its relative paths refer. Columns: `path` with
 * `label`, `split` (train, val, test, or as people name them) and `group` as there are; or `a,b,same` (1, 0); or
 * `anchor,positive,negative`; or usual other names of these (see `manifestColumns`). Labels are as `cellText` has
 * them, in NFC. Rows that repeat an earlier one are read once and remarked. Throws `bad-data` with the lines of what
 * is wrong, `empty` without rows, and `contradiction` with the paths that have two labels or two parts.
 */
export function manifestDataset(name: string, folder: string, table: Table, options: ManifestOptions = {}): Dataset {
  const { kind, nameOf, remarks } = manifestColumns(name, table.columns);
  const { pathOf = (path: string) => joinPath(folder, path) } = options;
  const source = { name, unit: table.unit, nameOf, pathOf };
  const dataset = readers[kind](source, table.rows, options);
  if (dataset.samples.length === 0) throw noRows(name);
  return { ...dataset, remarks: [...remarks, ...dataset.remarks] };
}

function noRows(name: string): DiscernError {
  return new DiscernError('empty', `${name} lists no pictures`, {
    given: `${name}, without rows`,
    expected: 'at least one row below the header',
    todo: 'add the pictures, one a line',
  });
}
