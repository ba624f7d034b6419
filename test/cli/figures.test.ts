import { expect, test } from 'vitest';
import { byteSize, counted, duration, percent, percentInterval, rate, score } from '../../src/cli/figures.ts';

test.each([
  [percent(0.8123), '81.2 %'],
  [percent(1), '100.0 %'],
  [percentInterval([0.791, 0.83]), '79.1 to 83.0'],
  [score(-0.12345), '-0.123'],
  [duration(0.04), '0.0 s'],
  [duration(9.96), '10 s'],
  [duration(59.6), '1 min 00 s'],
  [duration(185), '3 min 05 s'],
  [duration(7629), '2 h 07 min'],
  [rate(0.84), '0.8/s'],
  [rate(61.7), '62/s'],
  [byteSize(0), '0 B'],
  [byteSize(999), '999 B'],
  [byteSize(9_603_846), '9.6 MB'],
  [counted(1, 'picture'), '1 picture'],
  [counted(0, 'class', 'classes'), '0 classes'],
])('%s', (written, expected) => {
  expect(written).toBe(expected);
});
