import { expect, test } from 'vitest';
import { homeOf, portablePath } from '../../src/node/files/portable-path.ts';
import { temporaryFolder, writeFiles } from './folder.ts';

test.each([
  ['data/red/1.png', 'data', 'red/1.png'],
  ['./data//red/1.png', 'data', 'red/1.png'],
  ['/a/b/red/1.png', '/a/b', 'red/1.png'],
  ['/a/..b/1.png', '/a', '..b/1.png'],
  ['/else/where/1.png', '/a/b', '1.png'],
  ['1.png', '.', '1.png'],
])('%s seen from %s is %s', (path, home, seen) => {
  expect(portablePath(path, home)).toBe(seen);
});

test('a folder is its own home, a file is at home in its folder', async () => {
  const folder = temporaryFolder();
  await writeFiles(folder, { 'list.csv': '' });
  expect([await homeOf(folder), await homeOf(`${folder}/list.csv`)]).toEqual([folder, folder]);
});
