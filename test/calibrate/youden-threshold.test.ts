import { expect, test } from 'vitest';
import { random } from '../../src/base/random.ts';
import { youdenThreshold } from '../../src/calibrate/youden-threshold.ts';

test('lies in the middle of the gap where pairs are told apart', () => {
  expect(youdenThreshold([0.8, 0.9], [0.1, 0.4])).toBeCloseTo(0.6, 9);
});

test('of gaps that are as good it takes the widest', () => {
  // Above 0.5 or above 0.3, one pair is wrong of either kind's two.
  expect(youdenThreshold([0.9, 0.32], [0.35, 0.1])).toBeCloseTo((0.9 + 0.35) / 2, 9);
});

test('gives both kinds the same say, however many there are', () => {
  const few = [0.5, 0.7];
  const many = Array.from({ length: 100 }, (_, i) => 0.005 * i); // two of them above 0.49
  expect(youdenThreshold(few, many)).toBeGreaterThan(0.49);
  expect(youdenThreshold(few, many)).toBeLessThan(0.5);
});

test('none does better, whatever the pairs', () => {
  const { uniform } = random(1, 'pairs');
  for (let round = 0; round < 50; round++) {
    const same = Array.from({ length: 7 }, () => Math.round(10 * uniform()) / 10);
    const different = Array.from({ length: 11 }, () => Math.round(8 * uniform() - 2) / 10);
    const gain = (t: number) =>
      same.filter((s) => s >= t).length / same.length - different.filter((s) => s >= t).length / different.length;
    const best = Math.max(...Array.from({ length: 221 }, (_, i) => gain(-1.1 + 0.01 * i + 0.003)));
    expect(gain(youdenThreshold(same, different))).toBeCloseTo(best, 9);
  }
});
