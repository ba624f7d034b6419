import { random } from '../base/random.ts';
import { type DriftRecord, type DriftReference, type DriftState, emptyState } from './drift-record.ts';
import { type FeatureColumns, featureNames, type features, type Observation, roundedValue } from './features.ts';
import { logSumExp } from './log-sum-exp.ts';
import { openProcesses, type Process, type ProcessOptions } from './processes.ts';

/** Options of a test. */
export type TestDriftOptions = ProcessOptions & {
  /** Decides how ties among values are broken. */
  readonly seed: number;
  /** The classes that the bundle knows now. Pictures of the reference that were nearest to others are left out. */
  readonly classes: readonly string[];
};

/** A test after some pictures. */
export type TestedDrift = {
  readonly state: DriftState;
  /** The reference, without classes that the bundle no longer knows. */
  readonly reference: DriftReference;
  readonly processes: readonly Process[];
  /** The pictures of this call that count: neither counted before nor nearest to a class without reference. */
  readonly counted: readonly Observation[];
  /** Pictures that were counted before, byte for byte. */
  readonly repeated: number;
  /** Pictures that are nearest to classes that the reference lacks, such as those enrolled later. */
  readonly withoutReference: number;
};

/**
 * Goes on with a test of whether pictures come from where the reference came from. Each process ranks every picture
 * among the reference and all pictures before it, and bets on its p-value (conformal test martingale, Vovk, Nouretdinov
 * and Gammerman 2003). The combined wealth is the weighted mean of all processes. Without drift it passes 1 / alpha
 * with probability alpha at most, however often one looks (Ville 1939).
 */
export function testDrift(
  { reference: whole, state: before }: DriftRecord,
  observations: readonly Observation[],
  { seed, classes, anyMix }: TestDriftOptions,
): TestedDrift {
  const known = new Set(classes);
  const reference = { ...whole, ...rowsOf(whole, (label) => known.has(label)) };
  const state = before === null ? emptyState : { ...before, ...rowsOf(before, (label) => known.has(label)) };
  const labels = new Set(reference.labels);
  const seen = new Set(state.hashes);
  const fresh = observations.filter(({ hash }) => !seen.has(shortHash(hash)) && seen.add(shortHash(hash)));
  const counted = fresh.filter(({ label }) => labels.has(label)).map(roundedObservation);
  const processes = openProcesses(reference, state, { anyMix });
  let { most } = state;
  for (const observation of counted) {
    const { uniform } = random(seed, `drift ${observation.hash}`);
    for (const process of processes) process.take(observation, uniform);
    most = Math.max(most, combined(processes));
  }
  return {
    state: {
      asked: state.asked + 1,
      hashes: [...(before?.hashes ?? []), ...counted.map(({ hash }) => shortHash(hash))],
      labels: [...state.labels, ...counted.map(({ label }) => label)],
      features: columnsWith(state.features, counted),
      wealth: processes.map((process) => process.wealth()),
      most,
    },
    ...{ reference, processes, counted },
    repeated: observations.length - fresh.length,
    withoutReference: fresh.length - counted.length,
  };
}

function shortHash(hash: string): string {
  return hash.slice(0, 16);
}

/** Logarithm of the mean wealth. Shares of processes that do not exist are kept unbet. */
function combined(processes: readonly Process[]): number {
  const unbet = Math.max(0, 1 - processes.reduce((sum, { weight }) => sum + weight, 0));
  const wealth = processes.map((process) => Math.log(process.weight) + process.logWealth());
  return logSumExp([...wealth, Math.log(unbet)]);
}

function roundedObservation({ hash, label, values }: Observation): Observation {
  const rounded = Object.entries(values).map(([name, value]) => [name, roundedValue(value)]);
  return { hash, label, values: Object.fromEntries(rounded) };
}

/** The rows of some labels. Columns that do not belong to labels stay whole. */
function rowsOf(
  { labels, features: columns }: Pick<DriftReference, 'labels' | 'features'>,
  wanted: (label: string) => boolean,
): DriftReference {
  const rows = labels.flatMap((label, index) => (wanted(label) ? [index] : []));
  if (rows.length === labels.length) return { labels, features: columns };
  const kept = featureNames.flatMap((name) => {
    const column = columns[name];
    if (column === undefined) return [];
    const isOfPictures = !isOfAnswers(name) && column.length !== labels.length;
    return [[name, isOfPictures ? column : rows.map((row) => column[row])] as const];
  });
  return { labels: rows.map((row) => labels[row]), features: Object.fromEntries(kept) };
}

function isOfAnswers(name: keyof typeof features): boolean {
  return name === 'similarity' || name === 'lead' || name === 'probability' || name === 'unknown';
}

function columnsWith(columns: FeatureColumns, counted: readonly Observation[]): FeatureColumns {
  const extended = featureNames.map((name) => {
    const values = counted.flatMap(({ values: { [name]: value } }) => (value === undefined ? [] : [value]));
    return [name, [...(columns[name] ?? []), ...values]] as const;
  });
  return Object.fromEntries(extended.filter(([, values]) => values.length > 0));
}
