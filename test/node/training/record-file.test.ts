import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openRecordFile } from '../../../src/node/training/record-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'discern-records-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a file of records', () => {
  test('gives back what was written, in any order, as half precision keeps it', async () => {
    const file = await openRecordFile(join(folder, 'a'), 3);
    await file.write(1, Float32Array.of(4, 5, 6, 7, 8, 1e6));
    await file.write(0, Float32Array.of(1, 2, 1 / 3));
    const third = 0.333251953125;
    expect(Array.from(await file.read([2, 0, 2, 1]))).toEqual([7, 8, 65504, 1, 2, third, 7, 8, 65504, 4, 5, 6]);
    await file.close();
  });

  test('knows how many whole records it held, so that work cut short goes on there', async () => {
    const path = join(folder, 'b');
    const first = await openRecordFile(path, 2);
    expect(first.present).toBe(0);
    await first.write(0, Float32Array.of(1, 2, 3, 4));
    await first.close();
    truncateSync(path, 7);
    const again = await openRecordFile(path, 2);
    expect(again.present).toBe(1);
    await again.write(1, Float32Array.of(8, 9));
    expect(Array.from(await again.read([0, 1]))).toEqual([1, 2, 8, 9]);
    await again.close();
  });

  test('refuses to read what was never written', async () => {
    const file = await openRecordFile(join(folder, 'c'), 2);
    await expect(file.read([0])).rejects.toMatchObject({ code: 'internal' });
    await file.close();
  });

  test('says in one way that its place cannot be written', async () => {
    await expect(openRecordFile(join(folder, 'missing', 'd'), 2)).rejects.toMatchObject({ code: 'not-found' });
  });
});
