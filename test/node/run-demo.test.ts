import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runDemo } from '../../src/node/run-demo.ts';
import { tinyModels } from '../backbones/models.ts';
import { temporaryFolder } from './folder.ts';

test('the demo compares on what ships, recognises some of it, and writes a page', async () => {
  const folder = temporaryFolder();
  // A network of eight numbers, which learns in no time and is right now and then.
  const backbone = fileURLToPath(new URL('nchw.onnx', tinyModels));
  const here = process.cwd();
  const { comparison, recognised, report } = await runDemo({
    folder: here,
    backbone,
    threads: 1,
    page: join(folder, 'a.html'),
  });
  expect(comparison).toMatchObject({ samples: 50, split: { val: 50, test: 50 }, unknown: { samples: 30 } });
  // To such a network a label or two of a hundred look wrong; every picture is learned from or said to be left out.
  expect(comparison.split.train + comparison.suspects.length).toBe(100);
  expect(recognised).toHaveLength(6);
  for (const { path, classifier, gallery } of recognised) {
    expect(existsSync(resolve(here, path))).toBe(true);
    expect([classifier, gallery]).toEqual([expect.any(Object), expect.any(Object)]);
  }
  const page = await readFile(resolve(here, report), 'utf8');
  expect(page.split('data:image/webp;base64,').length).toBeGreaterThan(16);
});
