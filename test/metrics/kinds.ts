import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import * as catalogue from '../../src/metrics/catalogue.ts';
import { contingency } from '../../src/metrics/contingency.ts';
import type {
  ClassPredictions,
  ClassProbabilities,
  Contingency,
  OpenSetScores,
  PairCounts,
  Rankings,
  Retrieval,
} from '../../src/metrics/evidence.ts';
import type { Metric } from '../../src/metrics/metric.ts';
import { definitions } from './definitions.ts';

/** What the tests of a catalogue's metrics need of its kind of evidence. */
export type Kind<Evidence> = {
  readonly name: keyof typeof definitions;
  readonly measures: Readonly<Record<string, Metric<Evidence>>>;
  readonly perfect: Evidence;
  readonly some: fc.Arbitrary<readonly [Evidence, shuffled: Evidence]>;
  readonly definitions: Readonly<Record<string, (evidence: Evidence) => number>>;
  readonly golden: Golden<Evidence>;
};

/** Evidence and what the reference says of it, by the metrics' names; `made`: the function that writes it. */
type Golden<Evidence> = {
  readonly script: string;
  readonly made: string;
  readonly cases: readonly { readonly evidence: Evidence; readonly numbers: Readonly<Record<string, number>> }[];
};

/** Calls `use` with every kind of evidence that has a catalogue of metrics. */
export function everyKind(use: <Evidence>(kind: Kind<Evidence>) => void): void {
  use(answers);
  use(certainty);
  use(retrieval);
  use(openness);
  use(rankings);
  use(verification);
  use(grouping);
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8'));
const golden = read('metrics');

function goldenOf<Evidence>(made: string, evidence?: Evidence): Golden<Evidence> {
  const entries: [string, unknown][] = Object.entries(golden[made] ?? {});
  const numbers = Object.fromEntries(
    entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
  return { script: 'metrics', made, cases: evidence === undefined ? [] : [{ evidence, numbers }] };
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

const answersOf = (all: { t: number; a: number }[]): ClassPredictions => ({
  truth: Int32Array.from(all, ({ t }) => t),
  answers: Int32Array.from(all, ({ a }) => a),
});
const answers: Kind<ClassPredictions> = {
  name: 'answers',
  measures: catalogue.answerMetrics,
  perfect: answersOf([0, 0, 3, 1].map((c) => ({ t: c, a: c }))),
  some: rows(fc.record({ t: fc.nat(5), a: fc.integer({ min: -1, max: 7 }) })).map(([a, b]) => [
    answersOf(a),
    answersOf(b),
  ]),
  definitions: definitions.answers,
  golden: goldenOf('answers', {
    truth: Int32Array.from(golden.answers.truth),
    answers: Int32Array.from(golden.answers.answers),
  }),
};

const certaintyOf = (all: { c: number; right: number; p: number; rank: number }[]): ClassProbabilities => ({
  confidence: Float64Array.from(all, ({ c }) => c),
  correct: Uint8Array.from(all, ({ right }) => right),
  probabilityOfTruth: Float64Array.from(all, ({ p }) => p),
  rankOfTruth: Int32Array.from(all, ({ rank }) => rank),
});
const certainty: Kind<ClassProbabilities> = {
  name: 'certainty',
  measures: catalogue.probabilityMetrics,
  perfect: certaintyOf([1, 2, 3].map(() => ({ c: 1, right: 1, p: 1, rank: 1 }))),
  some: rows(fc.record({ c: share, right: bit, p: share, rank: fc.integer({ min: 1, max: 9 }) })).map(([a, b]) => [
    certaintyOf(a),
    certaintyOf(b),
  ]),
  definitions: definitions.certainty,
  golden: goldenOf('certainty', {
    confidence: Float64Array.from(golden.certainty.confidence),
    correct: Uint8Array.from(golden.certainty.correct),
    probabilityOfTruth: Float64Array.from(golden.certainty.probabilityOfTruth),
    rankOfTruth: Int32Array.from(golden.certainty.rankOfTruth),
  }),
};

const retrieval: Kind<readonly Retrieval[]> = {
  name: 'retrieval',
  measures: catalogue.retrievalMetrics,
  perfect: [1, 2].map(() => ({ firstIsRight: 1, averagePrecisionAtR: 1 })),
  some: rows(fc.record({ firstIsRight: bit, averagePrecisionAtR: share })),
  definitions: definitions.retrieval,
  golden: goldenOf('retrieval'),
};

const opennessOf = (known: { s: number; right: number }[], strangers: number[]): OpenSetScores => ({
  known: Float64Array.from(known, ({ s }) => s),
  correct: Uint8Array.from(known, ({ right }) => right),
  strangers: Float64Array.from(strangers),
});
const openness: Kind<OpenSetScores> = {
  name: 'openness',
  measures: catalogue.openSetMetrics,
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
  definitions: definitions.openness,
  golden: goldenOf('openness', {
    known: Float64Array.from(golden.openness.known),
    correct: Uint8Array.from(golden.openness.correct),
    strangers: Float64Array.from(golden.openness.strangers),
  }),
};

const rankingsOf = (all: { place: number; r: number; ap: number }[]): Rankings => ({
  firstPlaces: Int32Array.from(all, ({ place }) => place),
  rPrecision: Float64Array.from(all, ({ r }) => r),
  averagePrecisionAtR: Float64Array.from(all, ({ ap }) => ap),
});
const rankings: Kind<Rankings> = {
  name: 'rankings',
  measures: catalogue.rankingMetrics,
  perfect: rankingsOf([1, 2].map(() => ({ place: 1, r: 1, ap: 1 }))),
  some: rows(fc.record({ place: fc.integer({ min: 1, max: 12 }), r: share, ap: share })).map(([a, b]) => [
    rankingsOf(a),
    rankingsOf(b),
  ]),
  definitions: definitions.rankings,
  golden: goldenOf('rankings'),
};

const pairCountsOf = (same: number[], different: number[]): PairCounts => {
  const counts = { same: new Float64Array(9), different: new Float64Array(9) };
  for (const score of same) counts.same[4 * score + 4]++;
  for (const score of different) counts.different[4 * score + 4]++;
  return counts;
};
const verification: Kind<PairCounts> = {
  name: 'verification',
  measures: catalogue.verificationMetrics,
  perfect: pairCountsOf([1, 1, 0.5], [0.25, 0, -1]),
  some: fc
    .tuple(rows(tiedScore), rows(tiedScore))
    .map(([[same, sameToo], [different, differentToo]]) => [
      pairCountsOf(same, different),
      pairCountsOf(sameToo, differentToo),
    ]),
  definitions: definitions.verification,
  golden: goldenOf('verification'),
};

type Grouped = { readonly truth: number[]; readonly groups: number[]; readonly ami: number };

const contingencyOf = (all: { t: number; g: number }[]): Contingency =>
  contingency(
    Int32Array.from(all, ({ t }) => t),
    Int32Array.from(all, ({ g }) => g),
  );
const grouping: Kind<Contingency> = {
  name: 'grouping',
  measures: catalogue.clusteringMetrics,
  perfect: contingencyOf([0, 0, 3, 1].map((c) => ({ t: c, g: c + 1 }))),
  some: rows(fc.record({ t: fc.nat(4), g: fc.nat(4) })).map(([a, b]) => [contingencyOf(a), contingencyOf(b)]),
  definitions: definitions.grouping,
  golden: {
    script: 'embedding-report',
    made: 'tables',
    cases: read('embedding-report').tables.map(({ truth, groups, ...numbers }: Grouped) => ({
      evidence: contingency(Int32Array.from(truth), Int32Array.from(groups)),
      numbers,
    })),
  },
};
