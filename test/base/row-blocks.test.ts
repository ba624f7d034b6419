import { describe, expect, it } from 'vitest';
import { matrix } from '../../src/base/matrix.ts';
import { rowBlocks, rowsPerBlock } from '../../src/base/row-blocks.ts';

describe('blocks of rows', () => {
  it.each([1, 2, 3, 7, 100])('are all rows in order, %s at a time', (size) => {
    const source = matrix(
      7,
      2,
      Float32Array.from({ length: 14 }, (_, i) => i),
    );
    const blocks = [...rowBlocks(source, size)];
    expect(blocks.flatMap(({ block }) => [...block.data])).toEqual([...source.data]);
    expect(blocks.map(({ start }) => start)).toEqual(blocks.map((_, i) => i * size));
    expect(blocks.every(({ block }) => block.rows <= size && block.data.buffer === source.data.buffer)).toBe(true);
  });

  it('are none of nothing', () => {
    expect([...rowBlocks(matrix(0, 3), 4)]).toEqual([]);
  });

  it('bound what is compared at once, and always hold a row', () => {
    for (const others of [0, 1, 4096, 40_000, 1_000_000])
      expect(rowsPerBlock(others) * others).toBeLessThanOrEqual(2 ** 24);
    expect(rowsPerBlock(0)).toBe(4096);
    expect(rowsPerBlock(1e9)).toBe(1);
  });
});
