import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { DiscernError } from '../../base/error.ts';
import type { Row, Table } from './table.ts';
import { requireNoPointer } from './text.ts';

/** Reads an Apache Parquet file of any codec. Rows are counted from 1; byte columns not marked as text stay bytes. */
export async function readParquet(bytes: Uint8Array, name: string): Promise<Table> {
  requireNoPointer(bytes, name);
  try {
    const file = bytes.slice().buffer;
    const metadata = await parquetMetadataAsync(file);
    const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
    return {
      columns,
      unit: 'row',
      rows: numbered(await parquetReadObjects({ file, metadata, compressors, utf8: false })),
    };
  } catch (cause) {
    const message = `${name} cannot be read as Parquet: ${cause instanceof Error ? cause.message : cause}`;
    const parts = { given: name, expected: 'an Apache Parquet file', todo: 'write it again, or save the list as .csv' };
    throw new DiscernError('bad-data', message, parts, cause);
  }
}

function* numbered(rows: Iterable<Record<string, unknown>>): Generator<Row> {
  let at = 1;
  for (const cells of rows) yield { at: at++, cells };
}
