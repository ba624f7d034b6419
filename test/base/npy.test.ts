import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fromNpy, matrixToNpy, toNpy } from '../../src/base/npy.ts';

const golden: {
  readonly arrays: readonly { readonly shape: number[]; readonly data: number[]; readonly bytes: string }[];
  readonly refused: Readonly<Record<string, string>>;
} = JSON.parse(readFileSync(join(import.meta.dirname, '../golden/npy.json'), 'utf8'));

const decoded = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const badData = expect.objectContaining({ code: 'bad-data' });

test.each(golden.arrays)('$shape has the bytes that numpy.save writes, and is read back', ({ shape, data, bytes }) => {
  const array = { shape, data: Float32Array.from(data) };
  expect(toNpy(array)).toEqual(decoded(bytes));
  expect(fromNpy(decoded(bytes))).toEqual(array);
});

test('a matrix is written by rows', () => {
  const { shape, data, bytes } = golden.arrays[0];
  expect(matrixToNpy({ rows: shape[0], columns: shape[1], data: Float32Array.from(data) })).toEqual(decoded(bytes));
});

test('bytes at any offset are read', () => {
  const { shape, data, bytes } = golden.arrays[0];
  const file = decoded(bytes);
  for (const offset of [0, 1, 2, 4]) {
    const around = new Uint8Array(file.length + 8);
    around.set(file, offset);
    const read = fromNpy(around.subarray(offset, offset + file.length));
    expect(read).toEqual({ shape, data: Float32Array.from(data) });
  }
});

test.each(Object.keys(golden.refused))('%s is refused', (name) => {
  expect(() => fromNpy(decoded(golden.refused[name]))).toThrow(badData);
});

test('a file cut anywhere, or too long, is refused', () => {
  const file = decoded(golden.arrays[0].bytes);
  for (let length = 0; length < file.length; length++) {
    expect(() => fromNpy(file.subarray(0, length))).toThrow(badData);
  }
  expect(() => fromNpy(new Uint8Array(file.length + 1).fill(0))).toThrow(badData);
  const longer = new Uint8Array(file.length + 1);
  longer.set(file);
  expect(() => fromNpy(longer)).toThrow(badData);
});
