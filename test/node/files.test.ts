import { execFileSync } from 'node:child_process';
import { chmod, lstat, mkdir, readFile as readBack, readdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cacheFolder } from '../../src/node/embedding/cache-folder.ts';
import { fileError } from '../../src/node/files/file-error.ts';
import { readFile } from '../../src/node/files/files.ts';
import { folderStorage } from '../../src/node/files/folder-storage.ts';
import { writeAtomically } from '../../src/node/files/write-atomically.ts';
import { temporaryFolder, writeFiles } from './folder.ts';
import { writeWithoutRoom } from './write-without-room.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (content: string) => new TextEncoder().encode(content);

describe('readFile', () => {
  test('gives the bytes in a buffer of their own, after asking for room', async () => {
    const folder = temporaryFolder();
    await writeFiles(folder, { small: 'abc', empty: '' });
    const asked: number[] = [];
    const read = await readFile(join(folder, 'small'), async (size) => void asked.push(size));
    expect([text(read), read.buffer.byteLength, asked]).toEqual(['abc', 3, [3]]);
    expect(await readFile(join(folder, 'empty'))).toHaveLength(0);
  });

  test.runIf(process.platform !== 'win32')('reads a pipe to its end, and refuses a device', async () => {
    const pipe = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [read] = await Promise.all([readFile(pipe), writeFiles(join(pipe, '..'), { pipe: 'abc' })]);
    expect([text(read), read.buffer.byteLength]).toEqual(['abc', 3]);
    await expect(readFile('/dev/zero')).rejects.toThrow(code('unsupported'));
  });

  test('failures name the path', async () => {
    const folder = temporaryFolder();
    await expect(readFile(join(folder, 'x'))).rejects.toThrow(code('not-found'));
    await expect(readFile(folder)).rejects.toMatchObject({ code: 'not-found', message: `${folder} is a folder` });
  });

  test.each([
    ['EACCES', 'no-permission'],
    ['EROFS', 'no-permission'],
    ['ENOSPC', 'disk'],
    ['EIO', 'disk'],
  ])('%s is %s', (system, expected) => {
    expect(fileError(Object.assign(new Error('why'), { code: system }), 'x.jpg')).toMatchObject({
      code: expected,
      given: 'x.jpg',
      message: expect.stringContaining('x.jpg'),
    });
  });
});

describe('writeAtomically', () => {
  test('makes folders, replaces, and leaves nothing else', async () => {
    const folder = join(temporaryFolder(), 'new/er');
    await writeAtomically(join(folder, 'x'), bytes('old'));
    await writeAtomically(join(folder, 'x'), bytes('a new one').subarray(2));
    expect([await readBack(join(folder, 'x'), 'utf8'), await readdir(folder)]).toEqual(['new one', ['x']]);
  });

  test('a failure leaves the old bytes and nothing else', async () => {
    const folder = temporaryFolder();
    await writeFiles(folder, { file: 'old' });
    await expect(writeAtomically(join(folder, 'file/x'), bytes('new'))).rejects.toThrow(code('disk'));
    await mkdir(join(folder, 'taken'));
    await expect(writeAtomically(join(folder, 'taken'), bytes('new'))).rejects.toThrow(code('not-found'));
    expect((await readdir(folder)).sort()).toEqual(['file', 'taken']);
  });

  test('keeps the mode of what it replaces, and writes through links', async () => {
    const folder = temporaryFolder();
    await writeFiles(folder, { real: 'old' });
    await chmod(join(folder, 'real'), 0o640);
    await symlink('real', join(folder, 'link'));
    await writeAtomically(join(folder, 'link'), bytes('new'));
    expect([await readBack(join(folder, 'real'), 'utf8'), (await stat(join(folder, 'real'))).mode & 0o777]).toEqual([
      'new',
      0o640,
    ]);
    expect((await lstat(join(folder, 'link'))).isSymbolicLink()).toBe(true);
  });

  test.runIf(process.platform !== 'win32')('a full disk leaves the old bytes and nothing else', async () => {
    const folder = temporaryFolder();
    await writeFiles(folder, { file: 'old' });
    expect(writeWithoutRoom('file', join(folder, 'file')).stdout).toBe('disk\n');
    expect([await readBack(join(folder, 'file'), 'utf8'), await readdir(folder)]).toEqual(['old', ['file']]);
  });
});

describe('folderStorage', () => {
  test('keeps named bytes', async () => {
    const storage = folderStorage(join(temporaryFolder(), 'bundle'));
    expect(await storage.list()).toEqual([]);
    await storage.write('b', bytes('1'));
    await storage.write('a/c.bin', bytes('2'));
    expect([await storage.list(), text(await storage.read('a/c.bin'))]).toEqual([['a/c.bin', 'b'], '2']);
    await storage.remove('b');
    await storage.remove('b');
    expect(await storage.list()).toEqual(['a/c.bin']);
    await expect(storage.read('b')).rejects.toThrow(code('not-found'));
  });

  test.each(['../x', '/etc/passwd', 'a/../../x', '', 'a//b', '..\\x', 'c:x'])('no name leads out: %s', async (name) => {
    const storage = folderStorage(temporaryFolder());
    await expect(storage.read(name)).rejects.toThrow(code('bad-bundle'));
    await expect(storage.write(name, bytes('x'))).rejects.toThrow(code('bad-bundle'));
    await expect(storage.remove(name)).rejects.toThrow(code('bad-bundle'));
  });
});

test('caches lie where the system wants them', () => {
  expect(cacheFolder({}, 'linux', '/home/a')).toBe('/home/a/.cache/discern');
  expect(cacheFolder({ XDG_CACHE_HOME: '/x' }, 'linux', '/home/a')).toBe('/x/discern');
  expect(cacheFolder({ XDG_CACHE_HOME: 'relative' }, 'linux', '/home/a')).toBe('/home/a/.cache/discern');
  expect(cacheFolder({}, 'darwin', '/Users/a')).toBe('/Users/a/Library/Caches/discern');
  expect(cacheFolder({ LOCALAPPDATA: 'C:\\L' }, 'win32', 'C:\\a')).toBe('C:\\L\\discern\\Cache');
  expect(cacheFolder({}, 'win32', 'C:\\a')).toBe('C:\\a\\AppData\\Local\\discern\\Cache');
});
