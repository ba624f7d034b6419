import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { requireRoomForBundle } from '../../src/node/bundles/bundle-files.ts';
import { type OutKind, requireRoomForFile } from '../../src/node/files/out-place.ts';
import { temporaryFolder, writeFiles } from './folder.ts';
import { sources } from './write-without-room.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });

test('a new file, also in new folders, and one of the same kind may be written; nothing stays behind', async () => {
  const folder = temporaryFolder();
  await writeFiles(folder, { 'old.csv': 'path,label\n', 'empty.onnx': '', 'old.discern': 'PK\u0003\u0004' });
  await symlink('nowhere.csv', join(folder, 'link.csv'));
  const allowed: readonly [string, OutKind][] = [
    ['new.csv', 'text'],
    ['new/er/new.npy', 'npy'],
    ['old.csv', 'text'],
    ['link.csv', 'text'],
    ['empty.onnx', 'onnx'],
    ['old.discern', 'bundle'],
  ];
  for (const [name, kind] of allowed) await requireRoomForFile(join(folder, name), kind);
  expect((await readdir(folder)).sort()).toEqual(['empty.onnx', 'link.csv', 'old.csv', 'old.discern']);
});

test('what holds something else is not written over, whatever its name', async () => {
  const folder = temporaryFolder();
  await writeFiles(folder, { bundle: 'PK\u0003\u0004\0\0', text: 'words' });
  await mkdir(join(folder, 'folder.csv'));
  const refused: readonly [string, OutKind][] = [
    ['bundle', 'text'],
    ['bundle', 'onnx'],
    ['text', 'bundle'],
    ['text', 'npy'],
    ['text', 'parquet'],
    ['text', 'png'],
    ['folder.csv', 'text'],
    ['new/', 'text'],
    ['new.discern', 'text'],
    ['new.discern', 'onnx'],
  ];
  for (const [name, kind] of refused) {
    await expect(requireRoomForFile(`${folder}/${name}`, kind)).rejects.toThrow(code('misused'));
  }
});

test.runIf(process.platform !== 'win32')('a device is not written over', async () => {
  await expect(requireRoomForFile('/dev/null', 'text')).rejects.toThrow(code('misused'));
});

test('under a file nothing can be made: a file, a bundle, or a folder for one', async () => {
  const folder = temporaryFolder();
  await writeFiles(folder, { file: 'x' });
  const reported = { code: 'disk', message: expect.stringContaining('file is no folder') };
  await expect(requireRoomForFile(join(folder, 'file/a/b.csv'), 'text')).rejects.toMatchObject(reported);
  for (const name of ['file/bundle', 'file/bundle.discern', 'file']) {
    await expect(requireRoomForBundle(join(folder, name))).rejects.toMatchObject(reported);
  }
});

const asNobody = ['setpriv', '--reuid', '12345', '--regid', '12345', '--clear-groups', process.execPath];
const isRoot = process.getuid?.() === 0 && spawnSync(asNobody[0], ['--version']).status === 0;
const mayNotWrite = isRoot ? test : test.skipIf(process.platform === 'win32' || process.getuid?.() === 0);

mayNotWrite(
  'a folder that one may not write to is told of, for what lies in it and what is to be made there',
  async () => {
    const folder = temporaryFolder();
    await writeFile(join(folder, 'old.csv'), 'x');
    await chmod(folder, 0o555);
    const module = pathToFileURL(join(sources, 'node/files/out-place.js')).href;
    const script = `
    const { requireRoomForFile } = await import(${JSON.stringify(module)});
    for (const name of ['new.csv', 'old.csv', 'new/er/new.csv'])
      await requireRoomForFile(${JSON.stringify(folder)} + '/' + name, 'text').catch(({ code }) => console.log(code));`;
    const [command, ...argv] = isRoot ? asNobody : [process.execPath];
    const { stdout } = spawnSync(command, [...argv, '--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(stdout).toBe('no-permission\n'.repeat(3));
  },
);
