import { expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { standardError } from '../../src/metrics/standard-error.ts';

it('is how far shares of many draws spread, and 0 where nothing is left to chance', () => {
  const { uniform } = random(0, 'draws');
  const [share, count, rounds] = [0.3, 50, 4000];
  const shares = Array.from(
    { length: rounds },
    () => Array.from({ length: count }, () => uniform() < share).filter(Boolean).length / count,
  );
  const spread = Math.sqrt(shares.reduce((sum, value) => sum + (value - share) ** 2, 0) / rounds);
  expect(spread).toBeCloseTo(standardError(share, count), 2);
  expect([standardError(0, 5), standardError(1, 5), standardError(1.2, 5)]).toEqual([0, 0, 0]);
});
