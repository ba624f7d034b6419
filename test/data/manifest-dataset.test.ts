import fc from 'fast-check';
import { type ColumnSource as ColumnData, parquetWriteBuffer } from 'hyparquet-writer';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { manifestDataset } from '../../src/data/manifests/manifest-dataset.ts';
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
  const jsonRows = rows.map((row) => (row.label === '7' ? { ...row, label: 7 } : row));
  const forms = {
    csv: Papa.unparse(rows),
    tsv: Papa.unparse(rows, { delimiter: '\t' }),
    jsonl: jsonRows.map((row) => JSON.stringify(row)).join('\n'),
    ndjson: jsonRows.map((row) => JSON.stringify(row)).join('\n'),
    json: JSON.stringify(jsonRows, null, 2),
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
  const isOdd = (text: string) => text.includes('\r') || /^[ \t]+"/.test(text);
  const label = fc.string({ unit: 'grapheme' }).filter((text) => text !== '' && !isOdd(text));
  await fc.assert(
    fc.asyncProperty(fc.array(label, { minLength: 1 }), async (labels) => {
      const text = Papa.unparse(
        labels.map((given, index) => ({ path: `${index}.jpg`, label: given })),
        { newline: '\r\n' },
      );
      const { samples } = await read('csv', `\ufeff${text}\r\n`);
      expect(samples.map((sample) => sample.label)).toEqual(
        labels.map((given) => given.trim().normalize('NFC') || null),
      );
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

describe('lists as people and programs write them', () => {
  const utf16 = (text: string, bigEndian: boolean) => {
    const units = Uint16Array.from(text, (letter) => letter.charCodeAt(0));
    return Uint8Array.from(
      [...units].flatMap((unit) => (bigEndian ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8])),
    );
  };
  const plain = 'path,label\n1.jpg,Größe\n2.jpg,b\n';

  test.each<[string, TableKind, string | Uint8Array]>([
    ['blanks around cells', 'csv', ' label , path\n Größe , 1.jpg\n\tb, 2.jpg \n'],
    ['quotes after a blank', 'csv', 'path, "label"\n1.jpg, "Größe"\n2.jpg, "b"\n'],
    ['semicolons of a spreadsheet', 'csv', 'path;label\r\n1.jpg;Größe\r\n2.jpg;b\r\n;\r\n'],
    ['a line that names the separator', 'csv', 'sep=;\npath;label\n1.jpg;Größe\n2.jpg;b\n'],
    ['tabs in .csv', 'csv', plain.replaceAll(',', '\t')],
    ['commas in .tsv', 'tsv', plain],
    ['line ends of an old Mac', 'csv', plain.replaceAll('\n', '\r')],
    ['a byte order mark', 'csv', `\ufeff${plain}`],
    ['UTF-16', 'csv', utf16(`\ufeff${plain}`, false)],
    ['UTF-16, the larger half first', 'tsv', utf16(`\ufeff${plain.replaceAll(',', '\t')}`, true)],
    ['UTF-16 without its mark', 'csv', utf16(plain, false)],
    ['empty cells at the end of lines', 'csv', 'path,label\n1.jpg,Größe,,\n2.jpg,b,\n,,,\n'],
    ['an array of objects', 'jsonl', '[\n {"path": "1.jpg", "label": "Größe"},\n {"path": "2.jpg", "label": "b"}\n]'],
    ['a mark before lines of JSON', 'jsonl', '\ufeff{"path":"1.jpg","label":"Größe"}\n{"path":"2.jpg","label":"b"}'],
    ['accents in pieces', 'csv', plain.normalize('NFD')],
  ])('%s', async (_, kind, content) => {
    const { samples, remarks } = await read(kind, content, '.');
    expect(samples.map(({ path, label }) => [path, label])).toEqual([
      ['1.jpg', 'Größe'],
      ['2.jpg', 'b'],
    ]);
    expect(remarks).toEqual([]);
  });

  test.each([
    ['file,class', /the column file was taken for path, the column class was taken for label/],
    ['Filename,Category', /Filename was taken for path/],
    ['image_path,target', /image_path/],
    ['IMG,Class Name', /Class Name was taken for label/],
    [',path,label', /column 1 without a name \(pandas/],
    ['Unnamed: 0,path,label', /Unnamed: 0 \(pandas/],
    ['width,path,label', /unknown columns, ignored: width/],
  ])('the header %s', async (header, remark) => {
    const cells = header.split(',').length === 3 ? '0,1.jpg,a' : '1.jpg,a';
    const { samples, remarks } = await read('csv', `${header}\n${cells}\n`, '.');
    expect(samples).toEqual([{ path: '1.jpg', label: 'a', part: null, group: null }]);
    expect(remarks).toEqual([expect.stringMatching(remark)]);
  });

  test('pairs under usual names', async () => {
    const { pairs } = await read('csv', 'image1,image2,label\n1.jpg,2.jpg,True\n1.jpg,3.jpg,0', '.');
    expect(pairs.map(({ same }) => same)).toEqual([true, false]);
  });

  test('parts as people name them', async () => {
    const names = ['Training', 'train', 'validation', 'TEST', 'PublicTest', 'eval'];
    const rows = names.map((name, index) => `${index}.jpg,${name}`);
    const { samples, remarks } = await read('csv', ['path,Usage', ...rows].join('\n'));
    expect(samples.map(({ part }) => part)).toEqual(['train', 'train', 'val', 'test', 'test', 'val']);
    expect(remarks[1]).toMatch(/^Training was taken for train, validation for val, eval for val, TEST for test/);
  });

  test('a column of classes under a name of its own is asked for', async () => {
    const { classes, remarks } = await read('csv', 'path,breed\n1.jpg,pug\n');
    expect(classes).toEqual([]);
    expect(remarks.at(-1)).toBe('no column is named label: if breed holds the classes, rename it to label');
  });

  test('classes that differ in case or blanks alone are spoken of', async () => {
    const { remarks } = await read('csv', 'path,label\n1.jpg,Red fox\n2.jpg,red  fox\n3.jpg,hen');
    expect(remarks).toEqual(['classes whose names differ only in case or blanks: Red fox and red  fox']);
  });
});

describe('what a label may be, in every format', () => {
  const written = (column: ColumnData, values = column.data.length) => {
    const paths = Array.from({ length: values }, (_, index) => `${index}.jpg`);
    return new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'path', data: paths }, column] }));
  };
  const labelsOf = async (column: ColumnData) =>
    (await read('parquet', written(column))).samples.map(({ label }) => label);

  test('whole numbers in digits, true and false, text that was kept as bytes', async () => {
    expect(await labelsOf({ name: 'label', type: 'INT64', data: [7n, -(2n ** 53n) + 1n] })).toEqual([
      '7',
      '-9007199254740991',
    ]);
    expect(await labelsOf({ name: 'label', type: 'DOUBLE', data: [7, -0] })).toEqual(['7', '0']);
    expect(await labelsOf({ name: 'label', type: 'BOOLEAN', data: [true, false] })).toEqual(['true', 'false']);
    expect(
      await labelsOf({ name: 'label', type: 'BYTE_ARRAY', data: [Uint8Array.from(Buffer.from('Größe'))] }),
    ).toEqual(['Größe']);
    const { samples } = await read(
      'jsonl',
      '{"path":"1","label":1e3}\n{"path":"2","label":null}\n{"path":"3","label":"  "}',
    );
    expect(samples.map(({ label }) => label)).toEqual(['1000', null, null]);
  });

  test.each<[string, ColumnData, RegExp]>([
    [
      'fractions',
      { name: 'label', type: 'DOUBLE', data: [1, 1.5, 2.5] },
      /row 2: label is 1.5, a fraction, and 1 row more/,
    ],
    ['NaN', { name: 'label', type: 'DOUBLE', data: [Number.NaN] }, /row 1: label is NaN/],
    ['large numbers', { name: 'label', type: 'INT64', data: [2n ** 53n] }, /row 1: label is 9007199254740992, a whole/],
    ['dates', { name: 'label', type: 'TIMESTAMP', data: [new Date(0)] }, /row 1: label is a date/],
    [
      'bytes',
      { name: 'label', type: 'BYTE_ARRAY', data: [Uint8Array.of(255)] },
      /row 1: label is 1 bytes that are not/,
    ],
    ['lists', { name: 'label', type: 'JSON', data: [[1, 2]] }, /row 1: label is a list: \[1,2\]/],
    ['records', { name: 'label', type: 'JSON', data: [{ id: 1 }] }, /row 1: label is a record: {"id":1}/],
  ])('no %s', async (_, column, message) => {
    await expect(read('parquet', written(column))).rejects.toThrow(failure('bad-data', message));
  });

  test('the same rule for JSON', async () => {
    const line = (label: string) => read('jsonl', `{"path":"1","label":${label}}`);
    for (const label of ['1.5', '9007199254740993', '{"a":1}', '[1]'])
      await expect(line(label)).rejects.toThrow(failure('bad-data', /line 1: label is/));
  });
});

describe('faults', () => {
  test('a thousand equal ones are one, with the first places', async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => `${index}.jpg,trian`);
    await expect(read('csv', ['path,split', ...rows].join('\n'))).rejects.toThrow(
      failure('bad-data', /^list.csv, line 2: split is trian, and 999 lines more like it \(3, 4, 5, \.\.\.\)$/),
    );
  });

  test('what Git LFS leaves of a file', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n';
    for (const kind of ['csv', 'jsonl', 'parquet'] as const)
      await expect(read(kind, pointer)).rejects.toThrow(failure('bad-data', /Git LFS/));
  });

  test('columns that are there are named, with what to rename', async () => {
    await expect(read('csv', 'photo_id,breed\n1,pug')).rejects.toThrow(
      expect.objectContaining({
        given: 'the columns photo_id, breed',
        todo: expect.stringMatching(/rename the column .* to path/),
      }),
    );
  });

  test.each<[string, TableKind, string, string, RegExp]>([
    ['an empty file', 'csv', '', 'bad-data', /header/],
    ['no header', 'csv', '1.jpg,cat\n2.jpg,dog', 'bad-data', /header/],
    ['a misspelt column', 'csv', 'path,lable\n1.jpg,cat', 'bad-data', /lable/],
    ['a column twice', 'csv', 'path,label,label\n1.jpg,cat,dog', 'bad-data', /a column label twice/],
    ['two columns that may be the path', 'csv', 'file,image,label\n1.jpg,1,cat', 'bad-data', /file and image.*path/],
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
    ['too many cells', 'csv', 'path,label\n1.jpg,cat\n2.jpg,Salt, Pepper', 'bad-data', /line 3: 3 cells, but 2/],
    ['an open quote', 'csv', 'path,label\n1.jpg,cat\n2.jpg,"dog', 'bad-data', /line 3/],
    ['neither same nor not', 'csv', 'a,b,same\n1,2,maybe', 'bad-data', /line 2: same is maybe/],
    ['no JSON', 'jsonl', '{"path":"1.jpg"}\n\n{path}', 'bad-data', /line 3/],
    ['no object', 'jsonl', '["path"]', 'bad-data', /line 1/],
    ['a list as a label', 'jsonl', '{"path":"1.jpg","label":["a"]}', 'bad-data', /line 1: label is a list: \["a"\]/],
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
  const cat = { label: 'cat', split: null };
  const list = ['path,label', ...Array.from({ length: 25 }, (_, i) => `${i}.jpg,cat\n./${i}.jpg,dog`)].join('\n');

  test('is an error that lists them', async () => {
    await expect(read('csv', list, '.')).rejects.toThrow(
      expect.objectContaining({
        code: 'contradiction',
        message: 'list.csv contradicts itself about 25 pictures',
        given: expect.stringMatching(/^0\.jpg \(cat and dog\), 1\.jpg .*, and 5 more/),
        evidence: expect.arrayContaining([{ kind: 'row', path: '24.jpg', said: [cat, { ...cat, label: 'dog' }] }]),
      }),
    );
  });

  test('also two splits', async () => {
    const text = 'path,label,split\n1.jpg,cat,train\n1.jpg,cat,test';
    await expect(read('csv', text)).rejects.toThrow(failure('contradiction', /1 picture/));
  });

  test('can be kept, to be looked at', async () => {
    expect((await read('csv', list, '.', true)).samples).toHaveLength(50);
  });
});
