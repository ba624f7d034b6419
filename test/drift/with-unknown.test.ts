import { expect, test } from 'vitest';
import { withUnknown } from '../../src/drift/with-unknown.ts';

const reference = { labels: ['a', 'a', 'b'], features: { similarity: [0.8, 0.8, 0.5], lead: [0.7, 0.1, 0.5] } };
const unknownBy = (threshold: Parameters<typeof withUnknown>[1], part = reference) =>
  withUnknown({ reference: part, state: null }, threshold).reference.features.unknown;

test('a picture is unknown by the threshold as it is applied: with class limits and the runner-up', () => {
  expect(unknownBy({ value: 0.6, source: 'a test' })).toEqual([0, 0, 1]);
  expect(unknownBy({ value: 0.6, source: 'a test', byClass: { b: 0.4 } })).toEqual([0, 0, 0]);
  // Limits: 0.6 + 0.5 x 0.1, 0.6 + 0.5 x 0.7, 0.4 + 0.
  expect(unknownBy({ value: 0.6, source: 'a test', runnerUp: 0.5, byClass: { b: 0.4 } })).toEqual([0, 1, 0]);
});

test('nothing is added without a threshold', () => {
  expect(unknownBy(null)).toBeUndefined();
});
