import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDataset } from '../../src/node/open-dataset.ts';
import { listPictures } from '../../src/node/pictures/list-pictures.ts';
import { temporaryFolder, writeFiles } from './folder.ts';

const odd = { 'a/b.HIF': '', 'a/c.mpo': '', 'a/e.jpg_large': '', 'a/f': '', 'a/g': '' };
const said = '5 files not read, without the ending of a picture: hif, jpg_large, mpo, no ending';

test('files that are not named as pictures are counted, with their endings', async () => {
  const folder = temporaryFolder();
  await writeFiles(folder, { ...odd, 'a/a.png': '', 'a/.hidden': '' });
  const warnings: string[] = [];
  const pictures = await listPictures(folder, { warn: (message) => warnings.push(message) });
  expect(pictures).toEqual([join(folder, 'a/a.png')]);
  expect(warnings).toEqual([`${folder}: ${said}`]);
  expect((await openDataset(folder)).remarks).toEqual([said]);
});

test('also where there is nothing else', async () => {
  const folder = temporaryFolder();
  await writeFiles(folder, odd);
  const expected = { code: 'empty', given: expect.stringContaining(said), todo: expect.stringContaining('.csv') };
  await expect(listPictures(folder)).rejects.toMatchObject(expected);
  await expect(openDataset(folder)).rejects.toMatchObject(expected);
});

test('a file that is named itself is read whatever its name', async () => {
  const folder = temporaryFolder();
  await writeFiles(folder, odd);
  expect(await listPictures(join(folder, 'a/f'))).toEqual([join(folder, 'a/f')]);
});
