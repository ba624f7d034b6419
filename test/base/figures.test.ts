import { expect, test } from 'vitest';
import {
  byteSize,
  counted,
  duration,
  formatCount,
  formatRate,
  formatScore,
  percent,
  percentInterval,
} from '../../src/base/figures.ts';

test.each([
  [percent(0.81249), '81.2 %'],
  [percentInterval([0.7906, 0.83]), '79.1 to 83.0 %'],
  [duration(0.04), '0.0 s'],
  [duration(9.94), '9.9 s'],
  [duration(9.96), '10 s'],
  [duration(59.6), '1 min 00 s'],
  [duration(185), '3 min 05 s'],
  [duration(7620), '2 h 07 min'],
  [byteSize(0), '0 B'],
  [byteSize(999), '999 B'],
  [byteSize(9_640_000), '9.6 MB'],
  [formatCount(1523), '1,523'],
  [counted(1, 'picture'), '1 picture'],
  [counted(0, 'class', 'classes'), '0 classes'],
  [formatScore(-0.12345), '-0.123'],
  [formatRate(0.84), '0.8/s'],
  [formatRate(61.7), '62/s'],
])('figures are written for people: %s', (written, expected) => expect(written).toBe(expected));
