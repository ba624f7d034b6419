import type {
  ClassPredictions,
  ClassProbabilities,
  Contingency,
  OpenSetScores,
  PairCounts,
  Rankings,
  Retrieval,
} from '../../src/metrics/evidence.ts';

type Definitions<Evidence> = Readonly<Record<string, (evidence: Evidence) => number>>;

/** Naive definitions, by catalogue and name, of the metrics for which no reference gives golden numbers. */
export const definitions: {
  readonly answers: Definitions<ClassPredictions>;
  readonly certainty: Definitions<ClassProbabilities>;
  readonly retrieval: Definitions<readonly Retrieval[]>;
  readonly openness: Definitions<OpenSetScores>;
  readonly rankings: Definitions<Rankings>;
  readonly verification: Definitions<PairCounts>;
  readonly grouping: Definitions<Contingency>;
} = {
  answers: {},
  certainty: {},
  retrieval: {
    recallAt1: (queries) => average(queries.map((query) => query.firstIsRight)),
    mapAtR: (queries) => average(queries.map((query) => query.averagePrecisionAtR)),
  },
  openness: {},
  rankings: {
    recallAt1: ({ firstPlaces }) => recallAt(1, firstPlaces),
    recallAt2: ({ firstPlaces }) => recallAt(2, firstPlaces),
    recallAt4: ({ firstPlaces }) => recallAt(4, firstPlaces),
    recallAt8: ({ firstPlaces }) => recallAt(8, firstPlaces),
    mapAtR: ({ averagePrecisionAtR }) => average([...averagePrecisionAtR]),
    rPrecision: ({ rPrecision }) => average([...rPrecision]),
  },
  verification: {
    verificationAuroc: (pairs) => {
      const [same, different] = [levelsOf(pairs.same), levelsOf(pairs.different)];
      const wins = same.flatMap((s) => different.map((d) => (s > d ? 1 : s === d ? 0.5 : 0)));
      return average(wins);
    },
    equalErrorRate: (pairs) => firstWhere((far) => far >= 1 - tarAt(far, pairs)),
    trueAcceptAt1In100: (pairs) => tarAt(0.01, pairs),
    trueAcceptAt1In1000: (pairs) => tarAt(0.001, pairs),
  },
  grouping: {},
};

function average(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function recallAt(k: number, firstPlaces: Int32Array): number {
  return [...firstPlaces].filter((place) => place <= k).length / firstPlaces.length;
}

/** The level of every pair, one by one. */
function levelsOf(counts: Float64Array): number[] {
  return [...counts].flatMap((count, level) => new Array<number>(count).fill(level));
}

/** The highest true accept rate at a false accept rate, linear between the corners (FAR, TAR) of all thresholds. */
function tarAt(far: number, pairs: PairCounts): number {
  const [same, different] = [levelsOf(pairs.same), levelsOf(pairs.different)];
  const accepted = (levels: number[], from: number) => levels.filter((level) => level >= from).length / levels.length;
  const corners = [...pairs.same.keys(), pairs.same.length]
    .map((threshold) => ({ far: accepted(different, threshold), tar: accepted(same, threshold) }))
    .sort((a, b) => a.far - b.far || a.tar - b.tar);
  const before = corners.findLastIndex((corner) => corner.far <= far);
  const [from, to] = [corners[before], corners[before + 1] ?? corners[before]];
  return to.far === from.far ? from.tar : from.tar + ((to.tar - from.tar) * (far - from.far)) / (to.far - from.far);
}

/** The least share at which a condition holds that goes on holding, by bisection. */
function firstWhere(holds: (share: number) => boolean): number {
  let [low, high] = [0, 1];
  if (holds(0)) return 0;
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
