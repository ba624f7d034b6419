import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averagePrecisionAtR } from '../../src/metrics/average-precision-at-r.ts';
import { rPrecision } from '../../src/metrics/r-precision.ts';
import { ranksAmong } from '../../src/metrics/ranks-among.ts';

const scores = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 20 });
const descending = (values: readonly number[]) => Float32Array.from(values).sort().reverse();

/** The definition: sort all, relevant ones last among equals. */
function sortedFlags(relevant: Float32Array, others: Float32Array): boolean[] {
  const all = [...[...relevant].map((s) => ({ s, hit: true })), ...[...others].map((s) => ({ s, hit: false }))];
  return all.sort((a, b) => b.s - a.s || Number(a.hit) - Number(b.hit)).map(({ hit }) => hit);
}

test('places, R-precision and average precision are those of the sorted list', () => {
  fc.assert(
    fc.property(scores, scores, (own, rest) => {
      const [relevant, others] = [descending(own), descending(rest)];
      const flags = sortedFlags(relevant, others);
      const places = ranksAmong(relevant, others);
      expect([...places]).toEqual(flags.flatMap((hit, at) => (hit ? [at + 1] : [])));
      const first = flags.slice(0, relevant.length);
      expect(rPrecision(places)).toBeCloseTo(first.filter(Boolean).length / relevant.length, 12);
      const precisions = first.map((hit, at) => (hit ? first.slice(0, at + 1).filter(Boolean).length / (at + 1) : 0));
      expect(averagePrecisionAtR(places)).toBeCloseTo(precisions.reduce((a, b) => a + b) / relevant.length, 12);
    }),
  );
});

test('the K largest others give the same up to place K, and places beyond it stay beyond', () => {
  fc.assert(
    fc.property(scores, scores, fc.integer({ min: 1, max: 8 }), (own, rest, K) => {
      const [relevant, others] = [descending(own), descending(rest)];
      const whole = ranksAmong(relevant, others);
      ranksAmong(relevant, others.slice(0, K)).forEach((place, j) => {
        if (whole[j] <= K) expect(place).toBe(whole[j]);
        else expect(place).toBeGreaterThan(K);
      });
    }),
  );
});
