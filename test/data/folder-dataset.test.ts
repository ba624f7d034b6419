import { describe, expect, test } from 'vitest';
import { folderDataset } from '../../src/data/folders/folder-dataset.ts';

/** A listing with every folder that the files need, and those named besides. */
function dataset(files: string[], folders: string[] = []) {
  const needed = files.flatMap((file) => file.split('/').map((_, index, steps) => steps.slice(0, index).join('/')));
  const all = [...new Set([...needed, ...folders])].filter((folder) => folder !== '');
  return folderDataset('set', 'root', { files, folders: all });
}

const labels = (files: string[]) => dataset(files).samples.map(({ path, label }) => [path, label]);

describe('classes', () => {
  test('each direct subfolder is a class, with the pictures of its own subfolders', () => {
    const { samples, classes } = dataset(['cat/1.jpg', 'dog/deep/er/3.jpg', 'dog/2.jpg']);
    expect(samples).toEqual([
      { path: 'root/cat/1.jpg', label: 'cat', part: null, group: null },
      { path: 'root/dog/2.jpg', label: 'dog', part: null, group: null },
      { path: 'root/dog/deep/er/3.jpg', label: 'dog', part: null, group: null },
    ]);
    expect(classes).toEqual(['cat', 'dog']);
  });

  test('a folder that holds only folders is a heading: its classes are named by their way', () => {
    expect(labels(['Fruit/Apple/Gala/1.jpg', 'Fruit/Apple/Fuji/1.jpg', 'Milk/1.jpg'])).toEqual([
      ['root/Fruit/Apple/Fuji/1.jpg', 'Fruit/Apple/Fuji'],
      ['root/Fruit/Apple/Gala/1.jpg', 'Fruit/Apple/Gala'],
      ['root/Milk/1.jpg', 'Milk'],
    ]);
  });

  test('all parts agree on what a class is', () => {
    const { classes } = dataset(['train/Fruit/1.jpg', 'val/Fruit/Apple/2.jpg']);
    expect(classes).toEqual(['Fruit']);
  });

  test('one name in either Unicode form is one class, and paths stay as on disk', () => {
    const [composed, decomposed] = ['é', 'e\u0301'];
    const { classes, samples } = dataset([`train/${composed}/1.jpg`, `val/${decomposed}/2.jpg`]);
    expect(classes).toEqual([composed]);
    expect(samples[1].path).toBe(`root/val/${decomposed}/2.jpg`);
  });

  test('names of objects’ own properties are names like others', () => {
    expect(dataset(['__proto__/1.jpg', 'constructor/1.jpg']).classes).toEqual(['__proto__', 'constructor']);
  });
});

describe('parts', () => {
  test('where there are train, val or test, only those are read; others are remarked', () => {
    const { samples, remarks } = dataset(['train/a/1.jpg', 'test/b/2.jpg', 'extra/c/3.jpg', 'notes.txt']);
    expect(samples.map(({ label, part }) => [label, part])).toEqual([
      ['b', 'test'],
      ['a', 'train'],
    ]);
    expect(remarks).toEqual(['only train, test are read; not read beside them: extra, notes.txt']);
  });

  test('a class may be called like a part inside a part', () => {
    expect(dataset(['train/test/1.jpg', 'train/train/1.jpg']).classes).toEqual(['test', 'train']);
  });
});

describe('remarks', () => {
  test('hidden files are not spoken of', () => {
    const { samples, remarks } = dataset(['a/1.jpg', 'a/.2.jpg', '.git/3.jpg', 'a/.cache/4.jpg', '.DS_Store']);
    expect([samples.length, remarks]).toEqual([1, []]);
  });

  test('what is not read is', () => {
    const { samples, remarks } = dataset(
      ['a/1.JPG', 'a/x.txt', 'b/2.heic', 'loose.png', 'LICENSE'],
      ['c', 'c/d', 'a/e'],
    );
    expect(samples.map(({ path }) => path)).toEqual(['root/a/1.JPG', 'root/b/2.heic']);
    expect(remarks).toEqual([
      '2 files not read, without the ending of a picture: no ending, txt',
      '1 picture not read, in no class: loose.png',
      'folders without a picture: c',
    ]);
  });

  test('an empty class of a part, and a class with subfolders', () => {
    const { remarks } = dataset(['train/a/1.jpg', 'train/a/more/2.jpg'], ['train/b', 'val']);
    expect(remarks).toEqual([
      'classes that include the pictures of their subfolders: a',
      'folders without a picture: train/b, val',
    ]);
  });
});

test('no pictures, and pictures without classes, say what to do', () => {
  expect(() => dataset(['a/x.txt'])).toThrow(expect.objectContaining({ code: 'empty' }));
  expect(() => dataset(['1.jpg', '2.jpg'])).toThrow(
    expect.objectContaining({ code: 'bad-data', given: '2 pictures directly in root' }),
  );
});
