import { describe, expect, test } from 'vitest';
import { memoryStorage } from '../../src/bundle/memory-storage.ts';
import { recordsIn } from '../../src/stages/views/records.ts';

describe('records in a storage', () => {
  test('are read at random, as half precision has them', async () => {
    const records = await recordsIn(memoryStorage())('learned', 2);
    await records.write(0, Float32Array.of(1, 2, 3, 4));
    await records.write(2, Float32Array.of(5, 1 / 3));
    const read = await records.read([2, 0, 1, 0]);
    expect(Array.from(read)).toEqual([5, expect.closeTo(1 / 3, 3), 1, 2, 3, 4, 1, 2]);
    expect(read[1]).not.toBe(Math.fround(1 / 3));
  });

  test('go on where they ended, and are apart from those of another name', async () => {
    const open = recordsIn(memoryStorage());
    const first = await open('learned', 1);
    await first.write(0, Float32Array.of(1, 2));
    await first.write(3, Float32Array.of(4));
    await first.close();
    expect((await open('learned', 1)).present).toBe(2);
    expect((await open('learned.2', 1)).present).toBe(0);
    expect((await open('lea', 1)).present).toBe(0);
    const again = await open('learned', 1);
    await again.write(2, Float32Array.of(3));
    expect((await open('learned', 1)).present).toBe(4);
    expect(Array.from(await again.read([2, 3]))).toEqual([3, 4]);
  });

  test('that were never written cannot be read', async () => {
    const records = await recordsIn(memoryStorage())('learned', 1);
    await expect(records.read([0])).rejects.toMatchObject({ code: 'internal' });
  });
});
