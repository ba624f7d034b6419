import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { besideFolder, foldersRead, requireOutside } from '../../src/node/files/require-outside.ts';
import { discern } from '../cli/tiny-pictures.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'discern-')));
const at = (...names: readonly string[]) => join(folder, ...names);
beforeAll(() => {
  mkdirSync(at('pictures', 'a'), { recursive: true });
  for (const name of ['0.png', '1.png']) writeFileSync(at('pictures', 'a', name), '');
  mkdirSync(at('pictures of mine'));
  symlinkSync(at('pictures'), at('link'));
  writeFileSync(at('list.csv'), 'path,label\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a result', () => {
  test.each([
    ['inside', at('pictures', 'a', 'b'), at('pictures'), at('b')],
    ['the folder itself', at('pictures'), at('pictures'), at('pictures-bundle')],
    ['in folders that are not there yet', at('pictures', 'x', 'y', 'z.onnx'), at('pictures'), at('z.onnx')],
    ['through a link', at('link', 'b'), at('pictures'), at('b')],
    ['in what a link leads to', at('pictures', 'b'), at('link'), at('b')],
    ['where a name has blanks', at('pictures of mine', 'b'), at('pictures of mine'), at('b')],
  ])('%s is refused, with a place beside the pictures', async (_, out, source, place) => {
    await expect(requireOutside(out, [undefined, source])).rejects.toMatchObject({
      code: 'misused',
      todo: `choose a place beside it: --out ${place}`,
    });
    await requireOutside(place, [source]);
  });

  test('beside it, under a longer name, or beside a list, may be', async () => {
    await requireOutside(at('pictures-b'), [at('pictures'), undefined]);
    await requireOutside(at('b'), [at('list.csv')]);
    await requireOutside(at('b'), [at('nothing')]);
  });
});

test('beside the current folder is above it', () => {
  expect(besideFolder('.', 'b')).toBe(join('..', 'b'));
  expect(besideFolder(join('a', '..'), 'b')).toBe(join('..', 'b'));
  expect(besideFolder(join('demo', 'pictures'), 'b')).toBe(join('demo', 'b'));
});

test.each([
  ['fit', ['--out', at('pictures', 'b')]],
  ['train', ['--out', at('pictures', 'b.onnx')]],
  ['train', ['--out', at('b.onnx'), '--show-augmentations', at('pictures', 'b.png')]],
  ['embed', ['--out', at('pictures', 'b.npy')]],
])('%s refuses it before any work', async (command, out) => {
  const { code, reported } = await discern([command, at('pictures'), ...out, '--backbone', at('nowhere.onnx')]);
  expect([code, reported]).toEqual([2, expect.stringContaining('choose a place beside it')]);
});

test('of a data set in parts only their folders are read, else the whole folder', () => {
  const parted = [
    { path: join('d', 'train', 'a', '0.png'), part: 'train' },
    { path: join('d', 'val', 'a', '0.png'), part: 'val' },
    { path: join('d', 'train', 'b', '0.png'), part: 'train' },
  ] as const;
  expect(foldersRead('d', parted)).toEqual([join('d', 'train'), join('d', 'val')]);
  expect(foldersRead('d', [...parted, { path: join('d', 'c', '0.png'), part: null }])).toEqual(['d']);
  expect(foldersRead('d', [])).toEqual(['d']);
  expect(foldersRead(join('e', 'list.csv'), parted)).toEqual([join('e', 'list.csv')]);
});
