import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFile } from '../../src/node/files/files.ts';
import { openDataset } from '../../src/node/open-dataset.ts';
import { listGiven } from '../../src/node/pictures/list-given.ts';
import { listPictures } from '../../src/node/pictures/list-pictures.ts';
import { temporaryFolder, writeFiles } from './folder.ts';

const onLinux = test.runIf(process.platform === 'linux');

describe('what cannot be read, among good ones, costs only itself', () => {
  onLinux('names that are not UTF-8', async () => {
    const folder = temporaryFolder();
    await writeFiles(folder, { 'a/0.png': '', 'b/0.png': '' });
    const named = (name: string) => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]);
    mkdirSync(named('K\xf6ln'));
    writeFileSync(named('a/M\xfcll.png'), '');
    const pictures = await listPictures(folder);
    expect(pictures.map((path) => path.slice(folder.length + 1))).toEqual([
      'K\ufffdln',
      'a/0.png',
      'a/M\ufffdll.png',
      'b/0.png',
    ]);
    const unsupported = { code: 'unsupported', message: expect.stringContaining('not UTF-8') };
    for (const path of [pictures[0], pictures[2]]) await expect(readFile(path)).rejects.toMatchObject(unsupported);
    const { samples, remarks } = await openDataset(folder);
    expect(samples.map(({ label }) => label).sort()).toEqual(['K\ufffdln', 'a', 'a', 'b'].sort());
    expect(remarks.join()).not.toContain('without a picture');
  });

  onLinux('pipes without a writer, sockets, devices, and links that lead nowhere', async () => {
    const folder = temporaryFolder();
    execFileSync('mkfifo', [join(folder, 'pipe.png')]);
    await symlink('loop.png', join(folder, 'loop.png'));
    await symlink('nowhere.png', join(folder, 'gone.png'));
    await symlink('/dev/zero', join(folder, 'device.png'));
    const server = createServer().listen(join(folder, 'socket.png'));
    try {
      const reading = (await listPictures(folder)).map((path) => readFile(path).catch(({ code }) => code));
      const codes = await Promise.all(reading);
      expect(codes).toEqual(['unsupported', 'not-found', 'not-found', 'unsupported', 'unsupported']);
    } finally {
      server.close();
    }
  });

  test('an empty folder and a file that is not there, among several places', async () => {
    const folder = temporaryFolder();
    await writeFiles(folder, { 'full/0.png': '' });
    await mkdir(join(folder, 'empty'));
    const [full, empty, nowhere] = ['full', 'empty', 'nowhere.png'].map((name) => join(folder, name));
    expect(await listGiven([full, empty, nowhere])).toEqual([
      { name: full, pictures: [join(full, '0.png')], error: null },
      { name: empty, pictures: [], error: expect.objectContaining({ code: 'empty' }) },
      { name: nowhere, pictures: [nowhere], error: null },
    ]);
    await expect(listGiven([empty, empty])).rejects.toMatchObject({ code: 'empty' });
  });
});
