import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBundle, writeBundle } from '../../src/node/bundles/bundle-files.ts';
import { loadBackbone } from '../../src/node/hub/backbone-files.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { exampleBundle } from '../bundle/example.ts';
import { temporaryFolder, writeFiles } from './folder.ts';

const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 123456\n`;
const lfs = (code: string, path: string) => ({
  code,
  message: expect.stringMatching(`${path}.* is a pointer of Git LFS`),
  todo: expect.stringContaining('git lfs pull'),
});
const load = (path: string) => loadBackbone(path, { runtime: nodeRuntime, hub: { folder: '' } });

test('a model that Git LFS has not fetched is named', async () => {
  const folder = temporaryFolder();
  await writeFiles(folder, { 'm.onnx': pointer, 'other.onnx': 'rubbish' });
  await expect(load(join(folder, 'm.onnx'))).rejects.toMatchObject(lfs('bad-model', join(folder, 'm.onnx')));
  const message = expect.stringContaining('other.onnx: ');
  await expect(load(join(folder, 'other.onnx'))).rejects.toMatchObject({ code: 'bad-model', message });
});

test('so is each part of a bundle, and a bundle that is one file', async () => {
  const folder = temporaryFolder();
  const bundle = await exampleBundle();
  const names = async () => {
    await writeBundle(join(folder, 'b'), bundle);
    return (await readdir(join(folder, 'b'))).filter((name) => !name.startsWith('.'));
  };
  for (const name of await names()) {
    await names();
    await writeFiles(folder, { [`b/${name}`]: pointer });
    await expect(readBundle(join(folder, 'b'))).rejects.toMatchObject(lfs('bad-bundle', name));
  }
  await writeFiles(folder, { 'one.discern': pointer });
  await expect(readBundle(join(folder, 'one.discern'))).rejects.toMatchObject(lfs('bad-bundle', 'one.discern'));
});
