import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../src/data/dataset.ts';
import { folderDataset } from '../../src/data/folders/folder-dataset.ts';
import type { TakeParts } from '../../src/data/folders/part-folders.ts';

/** A data set of folders that hold two pictures each. */
function dataset(folders: string, parts?: TakeParts): Dataset {
  const holders = folders.split(' ');
  const files = holders.flatMap((folder) => [`${folder}/1.jpg`, `${folder}/2.jpg`]);
  const all = holders.flatMap((holder) => holder.split('/').map((_, i, steps) => steps.slice(0, i + 1).join('/')));
  return folderDataset('set', 'root', { files, folders: [...new Set(all)] }, { parts });
}

const placesOf = ({ samples }: Dataset) => [...new Set(samples.map(({ part, label }) => `${part} ${label}`))].sort();
const unclear = (message: RegExp) =>
  expect.objectContaining({ code: 'ambiguous-data', message: expect.stringMatching(message) });

describe('parts as people name them', () => {
  test.each([
    ['train/a train/b test/a test/b', []],
    ['Training/a Training/b Testing/a Testing/b', ['Training was taken for train, Testing for test']],
    ['Train/a Train/b TEST/a TEST/b', ['Train was taken for train, TEST for test']],
    ['train_images/a train_images/b test-images/a test-images/b', [expect.stringMatching(/^train_images was taken/)]],
    ['trainset/a trainset/b test_set/a test_set/b', [expect.stringMatching(/^trainset was taken/)]],
    ['train2017/a train2017/b test2017/a test2017/b', [expect.stringMatching(/^train2017 was taken/)]],
    ['seg_train/seg_train/a seg_train/seg_train/b seg_test/seg_test/a seg_test/seg_test/b', [expect.any(String)]],
    ['train/images/a train/images/b test/images/a test/images/b', []],
    ['pets/train/a pets/train/b pets/test/a pets/test/b', ['the parts were found in pets']],
    ['x/y/train/a x/y/train/b x/y/test/a x/y/test/b', ['the parts were found in x/y']],
    ['images/train/a images/train/b images/test/a images/test/b', ['the parts were found in images']],
    ['a/train a/test b/train b/test', ['train, test inside each class were taken for parts']],
  ])('%s', (folders, remarks) => {
    const read = dataset(folders);
    expect(placesOf(read)).toEqual(['test a', 'test b', 'train a', 'train b']);
    expect(read.remarks).toEqual(remarks);
  });

  test.each(['val', 'Valid', 'validation', 'dev', 'val_set', 'eval', 'holdout'])('%s beside train and test', (name) => {
    expect(placesOf(dataset(`train/a ${name}/a test/a`))).toEqual(['test a', 'train a', 'val a']);
  });

  test('what stands for either is what is not there yet', () => {
    expect(placesOf(dataset('train/a val/a eval/a'))).toEqual(['test a', 'train a', 'val a']);
    expect(placesOf(dataset('train/a holdout/a'))).toEqual(['test a', 'train a']);
  });

  test('pictures of test without a class are not read, with a remark', () => {
    const { remarks, samples } = dataset('train/a train/b test');
    expect([samples.length, remarks]).toEqual([4, ['2 pictures not read, in no class: test/1.jpg, test/2.jpg']]);
  });

  test('one part beside folders that are hardly classes', () => {
    const { remarks, classes } = dataset('train/a train/b unknown old_pictures');
    expect(classes).toEqual(['a', 'b']);
    expect(remarks).toEqual([
      'if train is a class like those beside it: --parts no',
      'only train is read; not read beside it: old_pictures, unknown',
    ]);
  });

  test('folders beside parts and beside the folder that holds them are spoken of', () => {
    const { remarks } = dataset('train/a test/a old/a');
    expect(remarks).toEqual(['only train, test are read; not read beside them: old']);
  });
});

describe('classes that are called like parts', () => {
  test.each([
    ['bus car train', ['null bus', 'null car', 'null train']],
    ['blood_test x-ray test', ['null blood_test', 'null test', 'null x-ray']],
    ['bus car train test', ['null bus', 'null car', 'null test', 'null train']],
  ])('%s: hold pictures themselves beside others that do so', (folders, places) => {
    const read = dataset(folders);
    expect(placesOf(read)).toEqual(places);
    expect(read.remarks).toEqual([expect.stringMatching(/(is read as a class|are read as classes).*--parts yes/)]);
  });

  test.each(['valid invalid', 'dev ops', 'vehicles/train vehicles/bus', 'test_tubes flasks', 'trains planes'])(
    '%s: nothing speaks for parts',
    (folders) => {
      const read = dataset(folders);
      expect(placesOf(read)).toEqual(
        folders
          .split(' ')
          .sort()
          .map((folder) => `null ${folder}`),
      );
      expect(read.remarks.filter((remark) => !remark.includes('read as'))).toEqual([]);
    },
  );
});

describe('where both may be meant, it is asked for', () => {
  test.each([
    ['train test', /train and test hold pictures themselves/],
    ['train', /train holds pictures itself/],
    ['train test bus', /train, test in root may be parts or classes/],
    ['train/steam train/diesel bus car', /train would be the only part, and bus, car beside it also hold pictures/],
    ['train/day train/night bus/day bus/night', /bus beside it/],
    ['train/a Train/a test/a', /train and Train both look like train/],
    ['one/train/a one/test/a two/train/a two/test/a', /lie in root\/one/],
    ['archive/train/a archive/test/a samples', /lie in root\/archive/],
  ])('%s', (folders, message) => {
    expect(() => dataset(folders)).toThrow(unclear(message));
  });

  test('and --parts says which', () => {
    expect(placesOf(dataset('train test', 'no'))).toEqual(['null test', 'null train']);
    expect(placesOf(dataset('train/steam train/diesel bus car', 'yes'))).toEqual(['train diesel', 'train steam']);
    expect(placesOf(dataset('train/steam bus car', 'no'))).toEqual(['null bus', 'null car', 'null train/steam']);
    expect(placesOf(dataset('dev/a ops/b', 'yes'))).toEqual(['val a']);
    expect(placesOf(dataset('train/a Train/b', 'yes'))).toEqual(['train a', 'train b']);
    expect(() => dataset('a b', 'yes')).toThrow(/no folder in root is named like a part/);
  });
});

describe('labels of folders', () => {
  test('blanks around names are cut off', () => {
    const files = ['Fruit /Apple/1.jpg', ' cat/2.jpg', 'cat/3.jpg'];
    const { samples, classes } = folderDataset('set', 'root', {
      files,
      folders: ['Fruit ', 'Fruit /Apple', ' cat', 'cat'],
    });
    expect(classes).toEqual(['Fruit/Apple', 'cat']);
    expect(samples.map(({ path }) => path)).toContain('root/ cat/2.jpg');
  });

  test('names that differ in case alone are spoken of', () => {
    expect(dataset('Cat cat dog').remarks).toEqual(['classes whose names differ only in case or blanks: Cat and cat']);
  });
});

test('what programs keep beside pictures is passed over, and spoken of once', () => {
  const files = [
    'a/1.jpg',
    'a/@eaDir/1.jpg/SYNOPHOTO_THUMB_M.jpg',
    'b/@eaDir/1.jpg/SYNOPHOTO_THUMB_S.jpg',
    'b/1.jpg',
    'b/Thumbs.db',
    '__MACOSX/a/1.jpg',
    '$RECYCLE.BIN/x/2.jpg',
    'lost+found/3.jpg',
    'Trip Previews.lrdata/0/4.jpg',
  ];
  const { samples, remarks } = folderDataset('set', 'root', { files, folders: ['a', 'b', 'lost+found', '__MACOSX'] });
  expect(samples.map(({ path }) => path)).toEqual(['root/a/1.jpg', 'root/b/1.jpg']);
  expect(remarks).toEqual([
    'ignored, as programs keep it beside pictures: $RECYCLE.BIN (1 file), @eaDir (2 files), Thumbs.db (1 file), ' +
      'Trip Previews.lrdata (1 file), __MACOSX (1 file), lost+found (1 file)',
  ]);
});
