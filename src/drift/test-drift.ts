import { random } from '../base/random.ts';
import {
  type DriftRecord,
  type DriftReference,
  type DriftRows,
  type DriftState,
  emptyState,
  type LeastPValue,
} from './drift-record.ts';
import { type FeatureColumns, featureNames, type Observation, roundedValue } from './features.ts';
import { permutationTest } from './permutation-test.ts';
import { nextTest, shareOfTest } from './test-plan.ts';
import { type ColumnOptions, testedColumns } from './tested-columns.ts';

/** Options of a test. */
export type TestDriftOptions = ColumnOptions & {
  /** Decides the permutations. */
  readonly seed: number;
  /** The classes that the bundle knows now. Pictures of the reference that were nearest to others are left out. */
  readonly classes: readonly string[];
};

/** A test after some pictures. */
export type TestedDrift = {
  readonly state: DriftState;
  /** The reference, without classes that the bundle no longer knows. */
  readonly reference: DriftReference;
  /** The pictures of this call that count: neither counted before nor nearest to a class without reference. */
  readonly counted: readonly Observation[];
  /** Pictures that were counted before, byte for byte. */
  readonly repeated: number;
  /** Pictures that are nearest to classes that the reference lacks, such as those enrolled later. */
  readonly withoutReference: number;
};

/** Scenes that are compared with the reference at most: the latest ones. */
const mostScenes = 1000;

/** One over the least p-value that is told, after its correction. */
const resolution = 100;

/** Fewer scenes are not compared by themselves. */
const leastScenes = 10;

/**
 * Goes on with a test of whether pictures come from where the reference came from. At planned numbers of scenes all
 * scenes so far, and those since the last test, are compared with the reference by permutation. Each test may use up a
 * share of the rate of false alarms, and the shares sum to 1 (alpha spending, Lan and DeMets 1983): without drift any
 * p-value is ever at most alpha with probability alpha at most, however often one looks.
 */
export function testDrift(
  { reference: whole, state: before }: DriftRecord,
  observations: readonly Observation[],
  { seed, classes, anyMix }: TestDriftOptions,
): TestedDrift {
  const known = new Set(classes);
  const reference = { ...whole, ...rowsOf(whole, (label) => known.has(label)) };
  const labels = new Set(reference.labels);
  const seen = new Set(before?.hashes);
  const fresh = observations.filter(({ hash }) => !seen.has(shortHash(hash)) && seen.add(shortHash(hash)));
  const counted = sceneByScene(fresh.filter(({ label }) => labels.has(label)));
  const state = extended(before ?? emptyState, counted);
  const rows = rowsOf(state, (label) => known.has(label));
  const result = withTests(state, reference, rows, { seed, anyMix });
  return {
    ...{ state: result, reference, counted },
    repeated: observations.length - fresh.length,
    withoutReference: fresh.length - counted.length,
  };
}

/** Makes the tests that are due. */
function withTests(
  state: DriftState,
  reference: DriftReference,
  rows: DriftRows,
  { seed, anyMix }: Pick<TestDriftOptions, 'seed' | 'anyMix'>,
): DriftState {
  const scenes = [...new Set(rows.scenes)];
  const classes = [...new Set(reference.labels)].sort();
  let { tests, pValues } = state;
  for (; nextTest(tests) <= scenes.length; tests++) {
    const kept = new Set(scenes.slice(0, nextTest(tests)).slice(-mostScenes));
    const now = selected(rows, (index) => kept.has(rows.scenes[index]));
    const columns = testedColumns(together(reference, now), classes, { anyMix });
    const latest = nextTest(tests) - (tests === 0 ? 0 : nextTest(tests - 1));
    const lengths = latest >= leastScenes ? [kept.size, Math.min(kept.size, latest)] : [kept.size];
    const share = shareOfTest(tests);
    const draws = Math.ceil(resolution / share);
    const found = permutationTest(columns, [...new Set(lengths)], draws, random(seed, `drift ${tests}`));
    pValues = leastOf([
      ...pValues,
      ...columns.map(({ name, label }, c) => ({ name, label, pValue: found[c] / share })),
    ]);
  }
  return { ...state, tests, pValues };
}

/** The least p-value of each thing that was tested. */
function leastOf(pValues: readonly LeastPValue[]): LeastPValue[] {
  const least = new Map<string, LeastPValue>();
  for (const each of pValues) {
    const key = JSON.stringify([each.name, each.label]);
    const pValue = Math.min(1, each.pValue, least.get(key)?.pValue ?? 1);
    least.set(key, { ...each, pValue });
  }
  return [...least.values()];
}

/** The p-value of the whole test: the least one, which is corrected for all; 1 before the first test. */
export function leastPValue(pValues: readonly LeastPValue[]): number {
  return pValues.reduce((least, { pValue }) => Math.min(least, pValue), 1);
}

function shortHash(hash: string): string {
  return hash.slice(0, 16);
}

/** The pictures of each scene one after the other, where the first of them stood. */
function sceneByScene(observations: readonly Observation[]): Observation[] {
  const scenes = new Map<string, Observation[]>();
  for (const each of observations) scenes.set(each.scene, [...(scenes.get(each.scene) ?? []), each]);
  return [...scenes.values()].flat();
}

function extended(before: DriftState, counted: readonly Observation[]): DriftState {
  const first = before.scenes.reduce((most, scene) => Math.max(most, scene + 1), 0);
  const numbers = new Map(
    [...new Set(counted.map(({ scene }) => scene))].map((scene, index) => [scene, first + index]),
  );
  return {
    ...before,
    asked: before.asked + 1,
    hashes: [...before.hashes, ...counted.map(({ hash }) => shortHash(hash))],
    labels: [...before.labels, ...counted.map(({ label }) => label)],
    scenes: [...before.scenes, ...counted.map(({ scene }) => numbers.get(scene) ?? first)],
    features: columnsWith(before.features, counted),
  };
}

function columnsWith(columns: FeatureColumns, counted: readonly Observation[]): FeatureColumns {
  const longer = featureNames.map((name) => {
    const values = counted.flatMap(({ values: { [name]: value } }) => (value === undefined ? [] : roundedValue(value)));
    return [name, [...(columns[name] ?? []), ...values]] as const;
  });
  return Object.fromEntries(longer.filter(([, values]) => values.length > 0));
}

function rowsOf(rows: DriftRows, wanted: (label: string) => boolean): DriftRows {
  return selected(rows, (index) => wanted(rows.labels[index]));
}

function selected({ labels, scenes, features }: DriftRows, wanted: (index: number) => boolean): DriftRows {
  const kept = [...labels.keys()].filter(wanted);
  const columns = Object.entries(features).map(([name, column]) => [name, kept.map((index) => column[index])]);
  return {
    labels: kept.map((index) => labels[index]),
    scenes: kept.map((index) => scenes[index]),
    features: Object.fromEntries(columns),
  };
}

/** The rows of the reference, then those that came later, whose scenes are others. Only features that both have. */
function together(reference: DriftRows, later: DriftRows): DriftRows {
  const first = reference.scenes.reduce((most, scene) => Math.max(most, scene + 1), 0);
  const columns = featureNames.flatMap((name) => {
    const [then, now] = [reference.features[name], later.features[name]];
    return then === undefined || now === undefined ? [] : [[name, [...then, ...now]] as const];
  });
  return {
    labels: [...reference.labels, ...later.labels],
    scenes: [...reference.scenes, ...later.scenes.map((scene) => first + scene)],
    features: Object.fromEntries(columns),
  };
}
