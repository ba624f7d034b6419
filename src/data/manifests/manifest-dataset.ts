import { DiscernError } from '../../base/error.ts';
import type { Dataset } from '../dataset.ts';
import { joinPath } from '../paths.ts';
import type { Table } from '../tables/table.ts';
import { manifestColumns } from './manifest-columns.ts';
import { pairsOf, samplesOf, tripletsOf } from './manifest-rows.ts';

/** Options of reading a list. */
export type ManifestOptions = {
  /**
   * Keeps rows that give one path two labels or two parts, instead of throwing. Only for finding such faults: a model
   * trained on them would be wrong.
   */
  readonly keepContradictions?: boolean;
  /** Converts a path as written in the list to one that can be opened; default: relative to the list's folder. */
  readonly pathOf?: (path: string) => string;
};

const readers = { samples: samplesOf, pairs: pairsOf, triplets: tripletsOf };

/**
 * Reads a list as a data set. Relative paths in it refer to `folder`, the folder of the list. Columns: `path` and
 * optionally `label`, `split` (train, val, test or a usual name for these) and `group`; or `a,b,same` (1, 0); or
 * `anchor,positive,negative`; or usual synonyms (see `manifestColumns`). Labels are converted by `cellText` and to NFC.
 * Repeated rows are read once, with a remark. Throws `bad-data` with the wrong lines, `empty` without rows, and
 * `contradiction` with the paths that have two labels or two parts.
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
    todo: 'add the pictures, one per line',
  });
}
