import { expect, test } from 'vitest';
import { type WhiteningWish, whitenedMost, whiteningWithin } from '../../src/plan/whitening-within.ts';

const speeds = { view: { fixed: 0.01, perMultiplication: 0 }, learning: [0, 1].map((tail) => ({ tail, seconds: 0 })) };
const cut = { name: 'images', tail: 1, trunk: 0, size: 1, shape: [1] };
const wish: WhiteningWish = {
  network: { cuts: [cut, cut] },
  isFresh: true,
  isKnown: false,
  counts: { learned: 50_000, validated: 1000 },
  classes: 10,
  twice: false,
  seconds: 3600,
};

test('whitening takes a share of the time at the most, by fewer pictures where that is short, but by enough', () => {
  expect(whiteningWithin(wish, speeds)).toEqual({ pictures: null, seconds: whitenedMost.fresh.pictures / 100 + 10 });
  expect(whiteningWithin({ ...wish, seconds: 600 }, speeds)).toEqual({ pictures: 8000, seconds: 90 });
  expect(whiteningWithin({ ...wish, seconds: 600, twice: true }, speeds)).toEqual({ pictures: 4000, seconds: 90 });
  expect(whiteningWithin({ ...wish, seconds: 60 }, speeds)).toEqual({ pictures: 1000, seconds: 20 });
  expect(whiteningWithin({ ...wish, seconds: 10 }, speeds)).toEqual({ pictures: 1000, seconds: 5 });
  expect(whiteningWithin({ ...wish, seconds: 60, classes: 900 }, speeds)).toEqual({ pictures: 1800, seconds: 28 });
  const few = { ...wish, counts: { learned: 900, validated: 100 } };
  expect(whiteningWithin({ ...few, seconds: 10 }, speeds)).toEqual({ pictures: null, seconds: 5 });
});

test('whitening takes no time where features are known, or nothing judges', () => {
  for (const changes of [{ isKnown: true, isFresh: false }, { counts: { learned: 50, validated: 0 } }])
    expect(whiteningWithin({ ...wish, ...changes }, speeds)).toEqual({ pictures: null, seconds: 0 });
});
