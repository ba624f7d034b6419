import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answerMeasures,
  certaintyMeasures,
  groupingMeasures,
  openMeasures,
  rankingMeasures,
  retrievalMeasures,
  verificationMeasures,
} from '../../src/metrics/catalogue.ts';
import { contingency } from '../../src/metrics/contingency.ts';
import type {
  Answers,
  Certainty,
  Contingency,
  Openness,
  PairCounts,
  Rankings,
  Retrieval,
} from '../../src/metrics/evidence.ts';
import type { Measure } from '../../src/metrics/measure.ts';

/** What the laws need of one kind of evidence. */
type Kind<Evidence> = {
  readonly measures: Readonly<Record<string, Measure<Evidence>>>;
  readonly perfect: Evidence;
  readonly some: fc.Arbitrary<readonly [Evidence, shuffled: Evidence]>;
};

function laws<Evidence>(kind: string, { measures, perfect, some }: Kind<Evidence>): void {
  describe.each(Object.entries(measures))(`${kind}: %s`, (_, { measure, best, worst, title, meaning }) => {
    test('is best on perfect outcomes', () => expect(measure(perfect)).toBe(best));

    test('stays within its range', () => {
      const inRange = (value: number) => value >= Math.min(best, worst) && value <= Math.max(best, worst);
      fc.assert(fc.property(some, ([evidence]) => inRange(measure(evidence))));
    });

    test('does not depend on the order of pictures', () => {
      fc.assert(
        fc.property(some, ([evidence, shuffled]) => {
          expect(measure(shuffled)).toBeCloseTo(measure(evidence), 10);
        }),
      );
    });

    test('says what it is', () => {
      expect(title).not.toBe('');
      expect(meaning).toMatch(/^[A-Z].*\.$/);
    });
  });
}

/** Rows and the same rows in another order. */
function rows<Row>(row: fc.Arbitrary<Row>): fc.Arbitrary<readonly [Row[], Row[]]> {
  return fc
    .array(row, { minLength: 1, maxLength: 40 })
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
}

const bit = fc.integer({ min: 0, max: 1 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const tiedScore = fc.integer({ min: -4, max: 4 }).map((n) => n / 4);

const answersOf = (all: { t: number; a: number }[]): Answers => ({
  truth: Int32Array.from(all, ({ t }) => t),
  answers: Int32Array.from(all, ({ a }) => a),
});
laws<Answers>('answers', {
  measures: answerMeasures,
  perfect: answersOf([0, 0, 3, 1].map((c) => ({ t: c, a: c }))),
  some: rows(fc.record({ t: fc.nat(5), a: fc.integer({ min: -1, max: 7 }) })).map(([a, b]) => [
    answersOf(a),
    answersOf(b),
  ]),
});

const certaintyOf = (all: { c: number; right: number; p: number; rank: number }[]): Certainty => ({
  confidence: Float64Array.from(all, ({ c }) => c),
  correct: Uint8Array.from(all, ({ right }) => right),
  probabilityOfTruth: Float64Array.from(all, ({ p }) => p),
  rankOfTruth: Int32Array.from(all, ({ rank }) => rank),
});
laws<Certainty>('certainty', {
  measures: certaintyMeasures,
  perfect: certaintyOf([1, 2, 3].map(() => ({ c: 1, right: 1, p: 1, rank: 1 }))),
  some: rows(fc.record({ c: share, right: bit, p: share, rank: fc.integer({ min: 1, max: 9 }) })).map(([a, b]) => [
    certaintyOf(a),
    certaintyOf(b),
  ]),
});

laws<readonly Retrieval[]>('retrieval', {
  measures: retrievalMeasures,
  perfect: [1, 2].map(() => ({ firstIsRight: 1, averagePrecisionAtR: 1 })),
  some: rows(fc.record({ firstIsRight: bit, averagePrecisionAtR: share })),
});

const opennessOf = (known: { s: number; right: number }[], strangers: number[]): Openness => ({
  known: Float64Array.from(known, ({ s }) => s),
  correct: Uint8Array.from(known, ({ right }) => right),
  strangers: Float64Array.from(strangers),
});
laws<Openness>('openness', {
  measures: openMeasures,
  perfect: opennessOf(
    [3, 2, 2].map((s) => ({ s, right: 1 })),
    [1, 1, -5],
  ),
  some: fc
    .tuple(rows(fc.record({ s: tiedScore, right: bit })), rows(tiedScore))
    .map(([[known, knownToo], [strangers, strangersToo]]) => [
      opennessOf(known, strangers),
      opennessOf(knownToo, strangersToo),
    ]),
});

const rankingsOf = (all: { place: number; r: number; ap: number }[]): Rankings => ({
  firstPlaces: Int32Array.from(all, ({ place }) => place),
  rPrecision: Float64Array.from(all, ({ r }) => r),
  averagePrecisionAtR: Float64Array.from(all, ({ ap }) => ap),
});
laws<Rankings>('rankings', {
  measures: rankingMeasures,
  perfect: rankingsOf([1, 2].map(() => ({ place: 1, r: 1, ap: 1 }))),
  some: rows(fc.record({ place: fc.integer({ min: 1, max: 12 }), r: share, ap: share })).map(([a, b]) => [
    rankingsOf(a),
    rankingsOf(b),
  ]),
});

const pairCountsOf = (same: number[], different: number[]): PairCounts => {
  const counts = { same: new Float64Array(9), different: new Float64Array(9) };
  for (const score of same) counts.same[4 * score + 4]++;
  for (const score of different) counts.different[4 * score + 4]++;
  return counts;
};
laws<PairCounts>('verification', {
  measures: verificationMeasures,
  perfect: pairCountsOf([1, 1, 0.5], [0.25, 0, -1]),
  some: fc
    .tuple(rows(tiedScore), rows(tiedScore))
    .map(([[same, sameToo], [different, differentToo]]) => [
      pairCountsOf(same, different),
      pairCountsOf(sameToo, differentToo),
    ]),
});

const contingencyOf = (all: { t: number; g: number }[]): Contingency =>
  contingency(
    Int32Array.from(all, ({ t }) => t),
    Int32Array.from(all, ({ g }) => g),
  );
laws<Contingency>('grouping', {
  measures: groupingMeasures,
  perfect: contingencyOf([0, 0, 3, 1].map((c) => ({ t: c, g: c + 1 }))),
  some: rows(fc.record({ t: fc.nat(4), g: fc.nat(4) })).map(([a, b]) => [contingencyOf(a), contingencyOf(b)]),
});
