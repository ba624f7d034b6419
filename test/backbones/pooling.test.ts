import fc from 'fast-check';
import { expect, test } from 'vitest';
import { poolings } from '../../src/backbones/pooling.ts';

/** [N, P, D] as a random tensor; the shapes below are views of it. */
const tensors = fc
  .record({
    n: fc.integer({ min: 1, max: 3 }),
    side: fc.integer({ min: 1, max: 3 }),
    d: fc.integer({ min: 4, max: 7 }),
  })
  .chain(({ n, side, d }) =>
    fc
      .array(fc.float({ min: -1, max: 1, noNaN: true }), {
        minLength: n * side * side * d,
        maxLength: n * side * side * d,
      })
      .map((values) => ({ n, side, d, data: Float32Array.from(values) })),
  );

function naiveMean(data: Float32Array, n: number, positions: number, d: number): number[] {
  return Array.from({ length: n * d }, (_, at) => {
    const [i, k] = [Math.floor(at / d), at % d];
    const values = Array.from({ length: positions }, (_, p) => data[(i * positions + p) * d + k]);
    return Math.fround(values.reduce((sum, value) => sum + value, 0) / positions);
  });
}

function channelsFirst(data: Float32Array, positions: number, d: number): Float32Array {
  return Float32Array.from({ length: data.length }, (_, at) => {
    const [i, k, p] = [Math.floor(at / (d * positions)), Math.floor(at / positions) % d, at % positions];
    return data[(i * positions + p) * d + k];
  });
}

test('tokens and both kinds of map have one average', () => {
  fc.assert(
    fc.property(tensors, ({ n, side, d, data }) => {
      const expected = naiveMean(data, n, side * side, d);
      const tokens = poolings.average({ shape: [n, side * side, d], data }, d);
      const last = poolings.average({ shape: [n, side, side, d], data }, d);
      const first = poolings.average({ shape: [n, d, side, side], data: channelsFirst(data, side * side, d) }, d);
      for (const { data: pooled } of [tokens, last, first]) expect([...pooled]).toEqual(expected);
    }),
  );
});

test('the class token is the first', () => {
  fc.assert(
    fc.property(tensors, ({ n, side, d, data }) => {
      const { rows, columns, data: pooled } = poolings['class-token']({ shape: [n, side * side, d], data }, d);
      expect([rows, columns]).toEqual([n, d]);
      for (let i = 0; i < n; i++) {
        expect([...pooled.subarray(i * d, i * d + d)]).toEqual([
          ...data.subarray(i * side * side * d, i * side * side * d + d),
        ]);
      }
    }),
  );
});

test('without pooling the numbers stay as they are', () => {
  const data = Float32Array.of(1, 2, 3, 4);
  expect(poolings.none({ shape: [2, 2, 1, 1], data }, 2)).toEqual({ rows: 2, columns: 2, data });
});
