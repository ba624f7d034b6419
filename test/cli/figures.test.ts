import { expect, test } from 'vitest';
import { rate, score } from '../../src/cli/figures.ts';

test.each([
  [score(-0.12345), '-0.123'],
  [rate(0.84), '0.8/s'],
  [rate(61.7), '62/s'],
])('%s', (written, expected) => {
  expect(written).toBe(expected);
});
