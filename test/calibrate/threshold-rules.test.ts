import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thresholdFor, thresholdRules } from '../../src/calibrate/threshold-rules/catalogue.ts';
import type { ThresholdEvidence } from '../../src/calibrate/threshold-rules/threshold-rule.ts';

const cosine = fc.float({ min: -1, max: 1, noNaN: true });
const some = fc.array(cosine, { maxLength: 12 });
const label = fc.constantFrom('a', 'b', 'constructor');
const heldOut = fc.array(fc.tuple(cosine, label), { maxLength: 12 }).map((pictures) => ({
  similarities: pictures.map(([similarity]) => similarity),
  labels: pictures.map(([, own]) => own),
}));
const pairs = fc.record({ same: some, different: some, from: fc.constant('of a test') });
const evidence = fc.record({ heldOut, others: some, pairs }, { requiredKeys: [] });

/** The same evidence in another order. */
function reversed({ heldOut, others, pairs }: ThresholdEvidence): ThresholdEvidence {
  return {
    ...(heldOut && {
      heldOut: { similarities: heldOut.similarities.toReversed(), labels: heldOut.labels.toReversed() },
    }),
    ...(others && { others: others.toReversed() }),
    ...(pairs && { pairs: { ...pairs, same: pairs.same.toReversed(), different: pairs.different.toReversed() } }),
  };
}

describe.each(Object.entries(thresholdRules))('the threshold rule %s', (_, rule) => {
  it('gives cosines and says where they come from, or gives nothing', () => {
    const sound = (given: ThresholdEvidence) => {
      const threshold = rule(given);
      if (threshold === null) return;
      for (const value of [threshold.value, ...Object.values(threshold.byClass ?? {})]) {
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
      }
      expect(threshold.source).toMatch(/\w{4}/);
    };
    fc.assert(fc.property(evidence, sound));
  });

  it('does not depend on the order of the pictures', () => {
    const alike = (given: ThresholdEvidence) => {
      expect(rule(reversed(given))).toEqual(rule(given));
    };
    fc.assert(fc.property(evidence, alike));
  });
});

describe('the threshold of a new gallery', () => {
  it('comes from the best evidence that there is', () => {
    const own = { similarities: [0.4, 0.6], labels: ['a', 'b'] };
    const pair = { same: [0.9], different: [0.1], from: 'of a test' };
    expect(thresholdFor({ heldOut: own, others: [0.3] }).source).toContain('2 held-out pictures');
    expect(thresholdFor({ heldOut: { similarities: [], labels: [] }, others: [0.3] }).source).toContain(
      'between classes',
    );
    expect(thresholdFor({ pairs: pair }).source).toBe('the best of 1 same and 1 different held-out pairs, of a test');
    expect(thresholdFor({})).toEqual({ value: 0.5, source: expect.stringContaining('a guess') });
  });
});
