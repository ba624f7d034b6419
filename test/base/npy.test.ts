import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fromNpy, matrixToHalfNpy, matrixToNpy, toNpy } from '../../src/base/npy.ts';

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

test('half precision is read back, to three digits, and is what numpy.save writes', () => {
  const data = Float32Array.of(0, 1, -0.5, 0.1, -0.0313, 65504);
  const bytes = matrixToHalfNpy({ rows: 2, columns: 3, data });
  expect(bytes).toHaveLength(128 + 2 * data.length);
  expect(new TextDecoder().decode(bytes.subarray(10, 60))).toContain("{'descr': '<f2', 'fortran_order': False");
  const read = fromNpy(bytes);
  expect(read.shape).toEqual([2, 3]);
  read.data.forEach((value, i) => {
    expect(Math.abs(value - data[i])).toBeLessThanOrEqual(Math.abs(data[i]) / 2048);
  });
  expect(matrixToHalfNpy({ rows: 2, columns: 3, data: read.data })).toEqual(bytes);
  expect(() => fromNpy(bytes.subarray(0, bytes.length - 1))).toThrow(badData);
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
