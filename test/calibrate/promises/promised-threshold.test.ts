import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../../../src/base/random.ts';
import { promiseModes } from '../../../src/calibrate/promises/catalogue.ts';
import type { ScoredUnit, ThresholdPromise } from '../../../src/calibrate/promises/promise.ts';
import { promiseInWords, refusalInWords } from '../../../src/calibrate/promises/promise-in-words.ts';
import { type PromiseRequest, promisedThreshold } from '../../../src/calibrate/promises/promised-threshold.ts';
import { hoeffdingBentkus, lossAt } from './definitions.ts';

const kind = fc.constantFrom('false-accept' as const, 'accept' as const);

/** Scores with many ties, and now and then weights. */
const unit = fc
  .array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 5 })
  .chain((pictures) =>
    fc.constantFrom<ScoredUnit>(
      { scores: pictures.map(([score]) => score / 10) },
      { scores: pictures.map(([score]) => score / 10), weights: pictures.map(([, weight]) => weight) },
    ),
  );
const units = fc.array(unit, { minLength: 1, maxLength: 30 });

/** Every threshold that matters: the scores themselves, and between and beyond them. */
function candidates(given: readonly ScoredUnit[]): number[] {
  const scores = [...new Set(given.flatMap(({ scores }) => Array.from(scores)))].sort((a, b) => a - b);
  return scores.flatMap((score) => [score - 0.04, score, score + 0.04]);
}

function chosen(request: PromiseRequest, given: readonly ScoredUnit[]) {
  const result = promisedThreshold(request, given);
  if (result.refused) throw new Error('refused');
  return result;
}

describe('a threshold that keeps a promise on average', () => {
  const bound = (kind: ThresholdPromise['kind'], given: readonly ScoredUnit[], threshold: number) =>
    (given.reduce((sum, each) => sum + lossAt(kind, each, threshold), 0) + 1) / (given.length + 1);

  test('keeps it by the definition, and no looser one does', () => {
    fc.assert(
      fc.property(kind, fc.double({ min: 0.05, max: 0.95, noNaN: true }), units, (kind, limit, given) => {
        const share = kind === 'accept' ? 1 - limit : limit;
        const result = promisedThreshold({ promise: { kind, share } }, given);
        const kept = candidates(given).filter((threshold) => bound(kind, given, threshold) <= limit);
        if (result.refused) {
          expect(kept).toEqual([]);
          expect(given.length).toBeLessThan(1 / limit - 1);
          return;
        }
        const { threshold } = result;
        expect(bound(kind, given, threshold)).toBeLessThanOrEqual(limit + 1e-9);
        const looser = (other: number) => (kind === 'accept' ? other > threshold : other < threshold);
        for (const other of kept.filter(looser)) {
          for (const each of given) expect(lossAt(kind, each, other)).toBeCloseTo(lossAt(kind, each, threshold), 9);
        }
      }),
    );
  });

  test('is kept by new units, and not by refusing far more than it must', () => {
    for (const [kind, share] of [
      ['false-accept', 0.05],
      ['false-accept', 0.1],
      ['accept', 0.9],
    ] as const) {
      const { normal } = random(3, kind);
      const draw = (): ScoredUnit => {
        const centre = normal();
        return { scores: Array.from({ length: 4 }, () => centre + normal()) };
      };
      const losses = Array.from({ length: 400 }, () => {
        const { threshold } = chosen({ promise: { kind, share } }, Array.from({ length: 40 }, draw));
        const fresh = Array.from({ length: 40 }, draw);
        return fresh.reduce((sum, each) => sum + lossAt(kind, each, threshold), 0) / fresh.length;
      });
      const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
      const limit = kind === 'accept' ? 1 - share : share;
      expect(mean).toBeLessThan(limit + 0.004);
      // The new unit counts with a loss of 1, whatever it will be: 1 / 41 is given away at most.
      expect(mean).toBeGreaterThan(limit - 1 / 41 - 0.004);
    }
  });
});

describe('a threshold that keeps a promise with confidence', () => {
  const confidence = 0.9;

  test('is shown by the bound, and the next level is not', () => {
    const mode = promiseModes.withConfidence({ confidence });
    fc.assert(
      fc.property(kind, fc.double({ min: 0.15, max: 0.9, noNaN: true }), units, (kind, limit, given) => {
        const share = kind === 'accept' ? 1 - limit : limit;
        const result = promisedThreshold({ promise: { kind, share }, confidence, seed: 5 }, given);
        const order = random(5, 'order of units').shuffle(given);
        const shown = (threshold: number) =>
          mode(
            order.map((each) => lossAt(kind, each, threshold)),
            limit,
          );
        if (result.refused) {
          expect(mode(new Float64Array(given.length), limit)).toBe(false);
          return;
        }
        const { threshold } = result;
        expect(shown(threshold)).toBe(true);
        const steps = [...new Set([...candidates(given), threshold])].sort((a, b) =>
          kind === 'accept' ? a - b : b - a,
        );
        const next = steps
          .slice(steps.indexOf(threshold))
          .find((other) =>
            given.some((each) => Math.abs(lossAt(kind, each, other) - lossAt(kind, each, threshold)) > 1e-12),
          );
        if (next !== undefined) expect(shown(next)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test('is broken by the population in at most 1 - confidence of the draws', () => {
    const { uniform } = random(7, 'units');
    // A unit has its own mean; its five scores spread by 0.5. The share above t of all pictures is known by drawing.
    const draw = (): ScoredUnit => {
      const centre = uniform();
      return { scores: Array.from({ length: 5 }, () => centre + 0.5 * uniform()) };
    };
    const population = Array.from({ length: 20_000 }, draw).flatMap(({ scores }) => Array.from(scores));
    const sorted = Float64Array.from(population).sort();
    const truth = sorted[Math.floor(0.9 * sorted.length)];
    const rounds = 600;
    const broken = Array.from({ length: rounds }, () =>
      chosen({ promise: { kind: 'false-accept', share: 0.1 }, confidence }, Array.from({ length: 50 }, draw)),
    ).filter(({ threshold }) => threshold < truth).length;
    expect(broken / rounds).toBeLessThan(0.1 + 3 * Math.sqrt(0.09 / rounds));
    expect(hoeffdingBentkus(new Float64Array(50), 0.1, confidence)).toBe(true);
  });
});

describe('what is said beside the threshold', () => {
  test('golden numbers: the estimate, its interval, and half way between two scores', () => {
    const strangers = Array.from({ length: 19 }, (_, i) => ({ scores: [0.01 * i, 0.01 * i + 0.2] }));
    // 1.5 / 20 = 0.075 and (1.5 + 1) / 20 = 0.125: three of 38 scores may be accepted, of classes 16, 17 and 18.
    const result = chosen({ promise: { kind: 'false-accept', share: 0.125 } }, strangers);
    expect(result.threshold).toBeCloseTo(0.355, 12);
    expect(result.estimate).toBeCloseTo(1.5 / 19, 12);
    expect(result.interval[0]).toBeLessThan(1.5 / 19);
    expect(result.interval[1]).toBeGreaterThan(1.5 / 19);
    expect(result).toMatchObject({ refused: null, units: 19, accepts: 'some' });
  });

  test('a threshold may accept nothing: that is no refusal', () => {
    const alike = Array.from({ length: 30 }, () => ({ scores: [0.5] }));
    const result = chosen({ promise: { kind: 'false-accept', share: 0.1 } }, alike);
    expect(result.threshold).toBeGreaterThan(0.5);
    expect(result).toMatchObject({ accepts: 'nothing', estimate: 0 });
    expect(result.interval).toEqual([0, expect.closeTo(0.1135, 3)]);
  });

  test('neighbouring numbers are told apart exactly', () => {
    const above = 1 + Number.EPSILON;
    const given = [...Array.from({ length: 30 }, () => ({ scores: [1] })), { scores: [above] }];
    const { threshold } = chosen({ promise: { kind: 'false-accept', share: 0.1 } }, given);
    expect([1 >= threshold, above >= threshold]).toEqual([false, true]);
  });

  test('a unit without pictures, or without weight, is none', () => {
    const empty = [{ scores: [] }, { scores: [0.9], weights: [0] }];
    const one = { scores: [0.1] };
    const result = promisedThreshold({ promise: { kind: 'accept', share: 0.9 } }, [...empty, one, one]);
    expect(result).toEqual({ units: 2, refused: { needed: 7, carries: 0.666 } });
  });

  test('a refusal says how many more units, and what these carry', () => {
    const few = Array.from({ length: 12 }, (_, i) => ({ scores: [i / 20] }));
    const promise = { kind: 'false-accept', share: 0.05 } as const;
    const result = promisedThreshold({ promise }, few);
    if (!result.refused) throw new Error('not refused');
    expect(result.refused).toEqual({ needed: 7, carries: 0.077 });
    chosen({ promise: { kind: 'false-accept', share: result.refused.carries } }, few);
    expect(refusalInWords(result.refused, promise, { units: 12, noun: 'classes' })).toBe(
      '12 classes cannot carry a threshold that lets in at most 5 of 100 strangers, on average: at least 7 more are ' +
        'needed; today they carry one that lets in at most 77 of 1,000 strangers, on average',
    );
    const none = promisedThreshold({ promise, confidence: 0.95 }, []);
    expect(none).toEqual({ units: 0, refused: { needed: 61, carries: 1 } });
  });

  test('the same seed gives the same threshold', () => {
    const { uniform } = random(9, 'units');
    const given = Array.from({ length: 60 }, () => ({ scores: [uniform(), uniform()] }));
    const request = { promise: { kind: 'accept', share: 0.8 }, confidence: 0.9, seed: 4 } as const;
    expect(promisedThreshold(request, given)).toEqual(promisedThreshold(request, given));
  });

  test('promises in words', () => {
    expect(promiseInWords({ kind: 'false-accept', share: 0.05 })).toBe(
      'lets in at most 5 of 100 strangers, on average',
    );
    expect(promiseInWords({ kind: 'accept', share: 0.9, confidence: 0.95 })).toBe(
      'accepts at least 90 of 100 of your own pictures, with 95 of 100 certainty',
    );
    expect(promiseInWords({ kind: 'false-accept', share: 0.025 }, 'pairs')).toBe(
      'takes at most 25 of 1,000 different pairs for the same, on average',
    );
  });
});
