import { expect, test } from 'vitest';
import { valueAt } from '../../src/gallery/by-pictures.ts';
import { acceptedFrom } from '../../src/gallery/threshold.ts';

test('values lie on a line in the logarithm of the number of pictures, and stay beyond the ends', () => {
  const known = [
    { pictures: 2, value: 0.2 },
    { pictures: 8, value: 0.6 },
  ];
  expect([1, 2, 4, 8, 100].map((pictures) => valueAt(known, pictures))).toEqual([
    0.2,
    0.2,
    expect.closeTo(0.4, 9),
    0.6,
    0.6,
  ]);
});

test('more pictures raise the threshold of the gallery and that of a class alike; a given one stays', () => {
  const threshold = { value: 0.5, source: 'test', byClass: { a: 0.9 }, byPictures: [{ pictures: 3, value: 0.6 }] };
  expect(acceptedFrom(threshold, { label: 'b', pictures: 1 })).toBe(0.5);
  expect(acceptedFrom(threshold, { label: 'a', pictures: 1 })).toBe(0.9);
  expect(acceptedFrom(threshold, { label: 'b', pictures: 3 })).toBeCloseTo(0.6, 9);
  expect(acceptedFrom(threshold, { label: 'a', pictures: 3 })).toBeCloseTo(1, 9);
  expect(acceptedFrom(threshold, { label: 'a', pictures: 3 }, 0.1)).toBe(0.1);
  expect(acceptedFrom({ value: 0.5, source: 'test' }, { label: 'a', pictures: 3 })).toBe(0.5);
});
