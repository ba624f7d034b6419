import { describe, expect, test } from 'vitest';
import { random } from '../../../src/base/random.ts';
import { leastLimit, leastUnits } from '../../../src/calibrate/promises/carried-by-units.ts';
import { promiseMode, promiseModes } from '../../../src/calibrate/promises/catalogue.ts';
import { hoeffdingBentkus } from './definitions.ts';

/** Losses of units whose mean is `mean`, as thresholds meet them: mostly 0, and now and then more. */
const draws = {
  'some 0.3': (mean: number, uniform: () => number) => (uniform() < mean / 0.3 ? 0.3 : 0),
  'all or nothing': (mean: number, uniform: () => number) => (uniform() < mean ? 1 : 0),
  'of five pictures': (mean: number, uniform: () => number) => {
    const p = uniform() < 0.5 ? 0 : 2 * mean;
    return [1, 2, 3, 4, 5].filter(() => uniform() < p).length / 5;
  },
};

describe.each(Object.keys(promiseModes))('the mode %s', (name) => {
  const mode = promiseMode(name === 'withConfidence' ? 0.95 : undefined);

  test('shows less, the larger one loss is', () => {
    for (const losses of [
      [0, 0.2, 0],
      [0, 0, 0],
    ]) {
      const long = Array.from({ length: 60 }, (_, i) => losses[i % 3]);
      const worse = long.with(59, 1).with(58, 1);
      for (const limit of [0.05, 0.1, 0.2, 0.4]) if (mode(worse, limit)) expect(mode(long, limit)).toBe(true);
    }
  });

  test('counts how few units can do, and what these can show', () => {
    for (const limit of [0.02, 0.05, 0.1, 0.3]) {
      const units = leastUnits(mode, limit);
      expect(mode(new Float64Array(units), limit)).toBe(true);
      for (let fewer = 0; fewer < units; fewer++) expect(mode(new Float64Array(fewer), limit)).toBe(false);
      expect(leastLimit(mode, units)).toBeLessThanOrEqual(limit);
      expect(leastLimit(mode, units - 1)).toBeGreaterThan(limit);
    }
    expect(leastLimit(mode, 0)).toBe(1);
  });
});

test('on average, no loss at all needs 1 / limit - 1 units', () => {
  const mode = promiseModes.onAverage();
  expect([0.05, 0.1, 1 - 0.9, 0.3].map((limit) => leastUnits(mode, limit))).toEqual([19, 9, 9, 3]);
  // 40 units of mean 0.02: (40 x 0.02 + 1) / 41 = 0.0439.
  const losses = new Float64Array(40).fill(0.02);
  expect([mode(losses, 0.0439), mode(losses, 0.044)]).toEqual([false, true]);
});

test('with confidence, no loss at all needs hardly more units than any bound, log(risk) / log(1 - limit)', () => {
  const mode = promiseModes.withConfidence({ confidence: 0.95 });
  expect([0.05, 0.1, 0.2].map((limit) => Math.ceil(Math.log(0.05) / Math.log(1 - limit)))).toEqual([59, 29, 14]);
  expect([0.05, 0.1, 0.2].map((limit) => leastUnits(mode, limit))).toEqual([61, 30, 14]);
});

test('with confidence, a limit below the true mean is shown in at most 1 - confidence of the draws', () => {
  const rounds = 2000;
  const confidence = 0.9;
  const mode = promiseModes.withConfidence({ confidence });
  for (const [name, draw] of Object.entries(draws)) {
    for (const limit of [0.05, 0.1, 0.2]) {
      const { uniform } = random(0, `${name} ${limit}`);
      const wrong = repeat(rounds, () =>
        mode(
          repeat(60, () => draw(limit, uniform)),
          limit,
        ),
      ).filter(Boolean).length;
      // Three standard errors of a share of 0.1.
      expect(wrong / rounds).toBeLessThan(0.1 + 3 * Math.sqrt(0.09 / rounds));
    }
  }
});

test('with confidence, the betting bound shows more than that of Hoeffding and Bentkus', () => {
  const confidence = 0.95;
  const mode = promiseModes.withConfidence({ confidence });
  const rounds = 100;
  for (const [name, draw] of Object.entries(draws)) {
    let [betting, bentkus] = [0, 0];
    for (const units of [20, 40, 70, 100]) {
      for (const limit of [0.05, 0.1, 0.2]) {
        const { uniform } = random(1, `${name} ${limit} ${units}`);
        for (let round = 0; round < rounds; round++) {
          const losses = repeat(units, () => draw(limit * [0.1, 0.3, 0.5][round % 3], uniform));
          betting += Number(mode(losses, limit));
          bentkus += Number(hoeffdingBentkus(losses, limit, confidence));
        }
      }
    }
    process.stdout.write(`${name}: betting ${betting}, Hoeffding-Bentkus ${bentkus} of ${12 * rounds}\n`);
    expect(betting).toBeGreaterThan(name === 'all or nothing' ? 0.97 * bentkus : bentkus);
  }
});

function repeat<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw);
}
