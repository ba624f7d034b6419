import { expect, test } from 'vitest';
import { random } from '../../src/base/random.ts';
import { permutationTest } from '../../src/drift/permutation-test.ts';
import { nextTest, shareOfTest } from '../../src/drift/test-plan.ts';

const column = (values: readonly number[], direction: 'lower' | 'higher' | 'either' = 'either') => ({
  values: Float64Array.from(values),
  direction,
});

test('the p-value is the share of draws that differ as much', () => {
  // The 2 last of 6 units have it: of C(6, 2) = 15 draws, one.
  const values = [0, 0, 0, 0, 1, 1];
  const [p] = permutationTest([column(values, 'higher')], [2], 999, random(0, 'a'));
  expect(Math.abs(p - 1 / 15)).toBeLessThan(0.04);
  expect(permutationTest([column(values, 'lower')], [2], 999, random(0, 'a'))[0]).toBe(1);
});

test('columns share one correction, and what is alike everywhere is no evidence', () => {
  const values = Array.from({ length: 40 }, (_, i) => (i < 20 ? i : i + 100));
  const noise = random(1, 'noise').shuffle(values);
  const [strong, weak, none] = permutationTest(
    [column(values), column(noise), column(values.map(() => 7))],
    [20],
    2000,
    random(0, 'b'),
  );
  expect(strong).toBeLessThan(0.001);
  expect(weak).toBeGreaterThan(0.05);
  expect(none).toBe(1);
});

test('p-values of units that are alike are valid, over all columns and lengths together', () => {
  const least = Array.from({ length: 300 }, (_, seed) => {
    const draw = random(seed, 'alike');
    const columns = Array.from({ length: 4 }, () => column(Array.from({ length: 40 }, draw.normal)));
    return Math.min(...permutationTest(columns, [5, 15], 200, draw));
  });
  for (const level of [0.05, 0.2]) {
    const bound = 300 * level + 3 * Math.sqrt(300 * level * (1 - level));
    expect(least.filter((p) => p <= level).length).toBeLessThanOrEqual(bound);
  }
});

test('the tests that are planned grow apart and use up no more than the whole rate', () => {
  const plan = Array.from({ length: 30 }, (_, tests) => nextTest(tests));
  expect(plan.every((count, index) => index === 0 || count > plan[index - 1])).toBe(true);
  expect(plan.reduce((sum, _, tests) => sum + shareOfTest(tests), 0)).toBeLessThanOrEqual(1);
  expect(shareOfTest(0)).toBeCloseTo(1 / 5, 12);
});
