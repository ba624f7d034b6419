import { existsSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDataset } from '../../src/node/open-dataset.ts';
import { listPictures } from '../../src/node/pictures/list-pictures.ts';
import { temporaryFolder, writeFiles } from './folder.ts';

const grocery = join(import.meta.dirname, '../../../shared/data/grocery');
const code = (expected: string) => expect.objectContaining({ code: expected });

describe('openDataset', () => {
  test('a folder, with links followed and no loops', async () => {
    const folder = temporaryFolder();
    await writeFiles(folder, { 'set/cat/1.jpg': '', 'set/dog/deep/2.jpg': '', 'elsewhere/3.jpg': '' });
    await symlink('../elsewhere', join(folder, 'set/fox'));
    await symlink('../../set', join(folder, 'set/cat/up'));
    await symlink('../dog', join(folder, 'set/cat/across'));
    await symlink('../cat', join(folder, 'set/dog/across'));
    await symlink('nowhere.jpg', join(folder, 'set/cat/broken.jpg'));
    const { name, classes, samples } = await openDataset(join(folder, 'set'));
    expect([name, classes]).toEqual(['set', ['cat', 'dog/across', 'dog/deep', 'fox']]);
    expect(samples.map(({ path }) => path)).toContain(`${folder}/set/fox/3.jpg`);
    expect(samples.map(({ path }) => path)).toContain(`${folder}/set/cat/broken.jpg`);
    expect(samples.length).toBeLessThan(10);
  });

  test('a list, whose paths are seen from its folder', async () => {
    const folder = temporaryFolder();
    await writeFiles(folder, { 'list.CSV': 'path,label\ncat/1.jpg,cat\n' });
    const { name, samples } = await openDataset(join(folder, 'list.CSV'));
    expect([name, samples[0].path]).toEqual(['list.CSV', join(folder, 'cat/1.jpg')]);
  });

  test('what is no data set says so', async () => {
    const folder = temporaryFolder();
    await writeFiles(folder, { 'a.jpg': '', 'empty/x.txt': '' });
    await expect(openDataset(join(folder, 'missing'))).rejects.toThrow(code('not-found'));
    await expect(openDataset(join(folder, 'a.jpg'))).rejects.toThrow(code('bad-data'));
    await expect(openDataset(join(folder, 'a.jpg/b'))).rejects.toThrow(code('not-found'));
    await expect(openDataset(join(folder, 'empty'))).rejects.toThrow(code('empty'));
  });

  test.skipIf(!existsSync(grocery))('photos of groceries, nested and flat (needs ../shared/data)', async () => {
    const { samples, classes, remarks } = await openDataset(join(grocery, 'train'));
    expect([samples.length, classes.length, remarks]).toEqual([2640, 81, []]);
    const whole = await openDataset(grocery);
    expect([whole.samples.length, whole.classes]).toEqual([2936, classes]);
    expect(whole.remarks[0]).toMatch(/^only train, val are read; not read beside them: .*iconic/);
  });
});

describe('listPictures', () => {
  test('a folder, to any depth, in code-point order', async () => {
    const folder = temporaryFolder();
    await writeFiles(folder, {
      'b.jpg': '',
      'a/\u{1f600}.jpg': '',
      'a/\uff61.png': '',
      'a-b.gif': '',
      'x.txt': '',
      '.c.jpg': '',
    });
    const pictures = ['a-b.gif', 'a/\uff61.png', 'a/\u{1f600}.jpg', 'b.jpg'];
    expect(await listPictures(folder)).toEqual(pictures.map((path) => join(folder, path)));
  });

  test('a file, whatever its name, and a list in its own order', async () => {
    const folder = temporaryFolder();
    await writeFiles(folder, { 'x.txt': '', 'list.csv': 'path,label\n2.jpg,a\n1.jpg,b\n' });
    expect(await listPictures(join(folder, 'x.txt'))).toEqual([join(folder, 'x.txt')]);
    expect(await listPictures(join(folder, 'list.csv'))).toEqual([join(folder, '2.jpg'), join(folder, '1.jpg')]);
  });

  test('nothing there', async () => {
    const folder = temporaryFolder();
    await mkdir(join(folder, 'a'));
    await expect(listPictures(folder)).rejects.toThrow(code('empty'));
    await expect(listPictures(join(folder, 'b'))).rejects.toThrow(code('not-found'));
  });
});
