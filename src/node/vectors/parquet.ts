import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { openAside } from '../files/aside-file.ts';
import type { OpenVectorFile, VectorRow } from './vector-file.ts';

/** Rows in a row group: larger groups compress no better, and vectors do not compress anyway. */
const groupRows = 256;

/** Columns `path`, `label` (may be null) and `vector`, a list of float32. */
export const parquet: OpenVectorFile = async (path) => {
  const file = await openAside(path);
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({ writer: bytes, schema, codec: 'UNCOMPRESSED' });
  const group: VectorRow[] = [];
  const send = async () => {
    await file.append(bytes.getBytes());
    bytes.index = 0;
  };
  const writeGroup = async () => {
    await writer.write({ columnData: columnsOf(group), rowGroupSize: groupRows });
    group.length = 0;
    await send();
  };
  return {
    add: async (row) => {
      group.push(row);
      if (group.length === groupRows) await writeGroup();
    },
    commit: async () => {
      if (group.length > 0) await writeGroup();
      await writer.finish();
      await send();
      await file.commit();
    },
    abandon: file.abandon,
  };
};

const schema: SchemaElement[] = [
  { name: 'root', num_children: 3 },
  { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  { name: 'label', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  { name: 'vector', converted_type: 'LIST', repetition_type: 'REQUIRED', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
];

function columnsOf(rows: readonly VectorRow[]) {
  return [
    { name: 'path', data: rows.map(({ path }) => path) },
    { name: 'label', data: rows.map(({ label }) => label) },
    {
      name: 'vector',
      data: rows.map(({ vector }) => Array.from(vector)),
      encoding: 'PLAIN' as const,
      statistics: false,
    },
  ];
}
