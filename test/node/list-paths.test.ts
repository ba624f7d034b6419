import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fileError } from '../../src/node/files/file-error.ts';
import { openDataset } from '../../src/node/open-dataset.ts';
import { listPictures } from '../../src/node/pictures/list-pictures.ts';
import { temporaryFolder, writeFiles } from './folder.ts';

describe('paths of a list', () => {
  test('from Windows, as addresses of files, and with accents in either form', async () => {
    const folder = temporaryFolder();
    const nfd = 'e\u0301.jpg';
    await writeFiles(folder, { 'a/1.jpg': '', 'a/b c.jpg': '', [`a/${nfd}`]: '', 'odd\\name.jpg': '' });
    const address = pathToFileURL(join(folder, 'a/b c.jpg')).href;
    const rows = [
      'a\\1.jpg,x',
      `${address},x`,
      `a/${nfd.normalize('NFC')},y`,
      'odd\\name.jpg,y',
      'https://x.org//1.jpg,y',
    ];
    await writeFile(join(folder, 'list.csv'), ['path,label', ...rows].join('\n'));
    const { samples, remarks } = await openDataset(join(folder, 'list.csv'));
    const paths = samples.map(({ path }) => path);
    expect(paths.slice(0, 2)).toEqual([join(folder, 'a/1.jpg'), join(folder, 'a/b c.jpg')]);
    expect(paths[2].normalize('NFC')).toBe(join(folder, 'a', nfd.normalize('NFC')));
    expect(paths.slice(3)).toEqual([join(folder, 'odd\\name.jpg'), 'https://x.org//1.jpg']);
    expect(remarks).toEqual(['backslashes read as slashes in 1 path', '1 address of files read as paths']);
  });
});

describe('a path at which there is nothing', () => {
  const missing = Object.assign(new Error('no entry'), { code: 'ENOENT' });

  test.each([
    ['https://example.com/a.png', /is an address, and addresses are not fetched/, /download it/],
    ['file:///tmp/a%20b.png', /is an address/, /give its path: \/tmp\/a b\.png/],
    ['pics/*.png', /the shell has not expanded this pattern/, /quotes/],
    ['pics/{a,b}.png', /pattern/, /quotes/],
    ['~/pics', /~ stands for the home folder only/, /in full/],
    ['C:\\pics\\a.png', /a path of a Windows machine/, /relative/],
    ['/elsewhere/a.png', /does not exist$/, /another machine/],
    ['a.png', /does not exist$/, /spelling/],
  ])('%s', (path, message, todo) => {
    const error = fileError(missing, path);
    expect(error).toMatchObject({ code: 'not-found', message: expect.stringMatching(message) });
    expect(error.todo).toMatch(todo);
  });
});

test('what programs keep beside pictures is no picture of the person', async () => {
  const folder = temporaryFolder();
  await writeFiles(folder, { '1.jpg': '', '@eaDir/1.jpg/SYNOPHOTO_THUMB_M.jpg': '' });
  const warnings: string[] = [];
  expect(await listPictures(folder, { warn: (message) => warnings.push(message) })).toEqual([join(folder, '1.jpg')]);
  expect(warnings).toEqual(['ignored, as programs keep it beside pictures: @eaDir (1 file)']);
});
