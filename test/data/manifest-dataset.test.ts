import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { manifestDataset } from '../../src/data/manifest-dataset.ts';
import { type TableKind, tables } from '../../src/data/tables/catalogue.ts';

async function read(kind: TableKind, content: string | Uint8Array, folder = 'folder', keepContradictions = false) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const name = `list.${kind}`;
  return manifestDataset(name, folder, await tables[kind](bytes, name), { keepContradictions });
}

const failure = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message), given: expect.any(String) });

describe('the same list in every form', () => {
  const rows = [
    { path: 'a/1.jpg', label: 'cat', split: 'train', group: 'g' },
    { path: '/abs/2.jpg', label: 'Größe, "x"', split: 'val', group: '' },
    { path: './b//3.jpg', label: '7', split: 'test', group: 'g' },
  ];
  const columns = ['path', 'label', 'split', 'group'] as const;
  const columnData = columns.map((name) => ({ name, type: 'STRING' as const, data: rows.map((row) => row[name]) }));
  const forms = {
    csv: Papa.unparse(rows),
    tsv: Papa.unparse(rows, { delimiter: '\t' }),
    jsonl: rows.map((row) => JSON.stringify(row.label === '7' ? { ...row, label: 7 } : row)).join('\n'),
    parquet: new Uint8Array(parquetWriteBuffer({ columnData })),
  };

  test.each(Object.keys(tables) as TableKind[])('%s', async (kind) => {
    const { samples, classes, remarks } = await read(kind, forms[kind]);
    expect(samples).toEqual([
      { path: 'folder/a/1.jpg', label: 'cat', part: 'train', group: 'g' },
      { path: '/abs/2.jpg', label: 'Größe, "x"', part: 'val', group: null },
      { path: 'folder/b/3.jpg', label: '7', part: 'test', group: 'g' },
    ]);
    expect([classes, remarks]).toEqual([['7', 'Größe, "x"', 'cat'], []]);
  });
});

test('whatever labels RFC 4180 can carry, they are read', async () => {
  const label = fc.string({ unit: 'grapheme' }).filter((text) => text !== '' && !text.includes('\r'));
  await fc.assert(
    fc.asyncProperty(fc.array(label, { minLength: 1 }), async (labels) => {
      const text = Papa.unparse(
        labels.map((given, index) => ({ path: `${index}.jpg`, label: given })),
        { newline: '\r\n' },
      );
      const { samples } = await read('csv', `\ufeff${text}\r\n`);
      expect(samples.map((sample) => sample.label)).toEqual(labels.map((given) => given.normalize('NFC')));
    }),
  );
});

describe('kinds', () => {
  test('paths alone are unlabelled', async () => {
    const { samples, classes } = await read('csv', 'path\n1.jpg\n\n2.jpg\n', '.');
    expect([samples.map(({ path }) => path), classes]).toEqual([['1.jpg', '2.jpg'], []]);
  });

  test('pairs and triplets, with the pictures in them', async () => {
    const pairs = await read('csv', 'a,b,same\n1.jpg,2.jpg,1\n1.jpg,3.jpg,0', '.');
    expect(pairs.pairs).toEqual([
      { a: '1.jpg', b: '2.jpg', same: true },
      { a: '1.jpg', b: '3.jpg', same: false },
    ]);
    expect(pairs.samples.map(({ path }) => path)).toEqual(['1.jpg', '2.jpg', '3.jpg']);
    const { triplets } = await read('jsonl', '{"anchor":"1","positive":"2","negative":"3"}', '.');
    expect(triplets).toEqual([{ anchor: '1', positive: '2', negative: '3' }]);
  });

  test('what is left out is remarked', async () => {
    const { samples, remarks } = await read('csv', 'path,label\n1.jpg,a\n./1.jpg,a\n2.jpg,');
    expect(samples).toHaveLength(2);
    expect(remarks).toEqual(['rows that repeat an earlier one, read once: 1', 'rows without a label: 1']);
  });
});

describe('faults', () => {
  test.each<[string, TableKind, string, string, RegExp]>([
    ['an empty file', 'csv', '', 'bad-data', /header/],
    ['no header', 'csv', '1.jpg,cat\n2.jpg,dog', 'bad-data', /header/],
    ['semicolons', 'csv', 'path;label\n1.jpg;cat', 'bad-data', /header/],
    ['an unknown column', 'csv', 'path,lable\n1.jpg,cat', 'bad-data', /lable/],
    ['a column twice', 'csv', 'path,label,label\n1.jpg,cat,dog', 'bad-data', /label/],
    ['no rows', 'csv', 'path,label\n', 'empty', /no pictures/],
    [
      'a part that is none',
      'csv',
      'path,split\n1.jpg,train\n\n"2\n.jpg",train\n3.jpg,trian',
      'bad-data',
      /line 6: split is trian/,
    ],
    ['no part', 'tsv', 'path\tsplit\n1.jpg\t', 'bad-data', /line 2: split is nothing/],
    ['no path', 'csv', 'path,label\n,cat', 'bad-data', /line 2: path is nothing/],
    ['too many cells', 'csv', 'path,label\n1.jpg,cat\n2.jpg,Salt, Pepper', 'bad-data', /line 3: 3 cells under 2/],
    ['an open quote', 'csv', 'path,label\n1.jpg,cat\n2.jpg,"dog', 'bad-data', /line 3/],
    ['neither same nor not', 'csv', 'a,b,same\n1,2,maybe', 'bad-data', /line 2: same is maybe/],
    ['no JSON', 'jsonl', '{"path":"1.jpg"}\n\n{path}', 'bad-data', /line 3/],
    ['no object', 'jsonl', '["path"]', 'bad-data', /line 1/],
    ['a list as a label', 'jsonl', '{"path":"1.jpg","label":["a"]}', 'bad-data', /line 1: label is \["a"\]/],
    ['no Parquet', 'parquet', 'PAR?', 'bad-data', /Parquet/],
  ])('%s', async (_, kind, text, code, message) => {
    await expect(read(kind, text)).rejects.toThrow(failure(code, message));
  });

  test('text that is not UTF-8', async () => {
    const latin1 = Uint8Array.from('path,label\n1.jpg,Gr\u00f6\u00dfe', (character) => character.charCodeAt(0));
    await expect(read('csv', latin1)).rejects.toThrow(failure('bad-data', /UTF-8/));
  });
});

describe('one path under two labels', () => {
  const list = ['path,label', ...Array.from({ length: 12 }, (_, i) => `${i}.jpg,cat\n./${i}.jpg,dog`)].join('\n');

  test('is an error that lists them', async () => {
    await expect(read('csv', list, '.')).rejects.toThrow(
      expect.objectContaining({
        code: 'contradiction',
        message: 'list.csv contradicts itself about 12 pictures',
        given: expect.stringMatching(/^0\.jpg \(cat and dog\), 1\.jpg .*, 11\.jpg \(cat and dog\)$/),
        todo: 'keep the right row of each',
        evidence: expect.arrayContaining([
          {
            kind: 'rows',
            path: '11.jpg',
            rows: [
              { label: 'cat', split: null },
              { label: 'dog', split: null },
            ],
          },
        ]),
      }),
    );
  });

  test('also two splits', async () => {
    const text = 'path,label,split\n1.jpg,cat,train\n1.jpg,cat,test';
    await expect(read('csv', text)).rejects.toThrow(failure('contradiction', /1 picture/));
  });

  test('can be kept, to be looked at', async () => {
    expect((await read('csv', list, '.', true)).samples).toHaveLength(24);
  });
});
