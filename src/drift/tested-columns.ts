import type { DriftRows, TestedName } from './drift-record.ts';
import { type FeatureName, featureNames, features } from './features.ts';
import type { TestedColumn } from './permutation-test.ts';

/** Options of what is tested. */
export type ColumnOptions = {
  /** Whether other shares of the classes are no drift. They are then not tested. */
  readonly anyMix: boolean;
};

/** A column of scenes, and what it is about. */
export type NamedColumn = TestedColumn & { readonly name: TestedName; readonly label: string | null };

/**
 * All that is tested, as a mean over the pictures of each scene, in the order in which the scenes first occur in
 * `rows`: the mid-rank of each feature, and for each class of `classes` its share, the mid-rank of similarity among its
 * pictures, and the share of unknown pictures less that of its known ones, which rises where it is replaced.
 */
export function testedColumns(rows: DriftRows, classes: readonly string[], { anyMix }: ColumnOptions): NamedColumn[] {
  const { labels } = rows;
  const complete = featureNames.filter((name) => labels.length > 0 && rows.features[name]?.length === labels.length);
  const ofFeatures = complete.flatMap((name) => featureColumns(name, rows.features[name] ?? []));
  const ofClasses = classes.flatMap((label) => classColumns(rows, label, anyMix));
  const unitOf = unitsOf(rows.scenes);
  return [...ofFeatures, ...ofClasses].map((column) => ({ ...column, values: meansOf(column.values, unitOf) }));
}

/** The part of the ranks that counts as a tail: what many pictures of a few do is seen there, not in the mean rank. */
const tail = 0.2;

function featureColumns(name: FeatureName, values: readonly number[]): NamedColumn[] {
  const { direction } = features[name];
  if (direction === 'share') return [{ name, label: null, direction: 'higher', values: Float64Array.from(values) }];
  const ranks = midRanks(values);
  const low = ranks.map((rank) => Math.min(0, rank - tail));
  const high = ranks.map((rank) => Math.max(0, rank - 1 + tail));
  return [
    { name, label: null, direction, values: ranks },
    { name, label: null, direction: 'lower', values: low },
    ...(direction === 'either' ? [{ name, label: null, direction: 'higher' as const, values: high }] : []),
  ];
}

function classColumns({ labels, features: columns }: DriftRows, label: string, anyMix: boolean): NamedColumn[] {
  const scores = columns.similarity ?? columns.probability ?? [];
  const { unknown } = columns;
  const members = labels.flatMap((each, index) => (each === label ? [index] : []));
  const isMember = Float64Array.from(labels, (each) => (each === label ? 1 : 0));
  const ranks = midRanks(members.map((index) => scores[index] ?? 0));
  const similarity = new Float64Array(labels.length);
  for (const [i, index] of members.entries()) similarity[index] = ranks[i] - 0.5;
  const all: NamedColumn[] = [{ name: 'classSimilarity', label, direction: 'lower', values: similarity }];
  if (!anyMix) all.push({ name: 'classShare', label, direction: 'either', values: isMember });
  if (!anyMix && unknown !== undefined) {
    const replaced = isMember.map((member, index) => unknown[index] - (1 - unknown[index]) * member);
    all.push({ name: 'classReplaced', label, direction: 'higher', values: replaced });
  }
  return all;
}

/** The rank of each value among all, 0..1; equal values share their mean rank. */
function midRanks(values: readonly number[]): Float64Array {
  const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let at = start; at < end; at++) ranks[order[at]] = (start + end) / 2 / order.length;
  }
  return ranks;
}

/** The place of each picture's scene among the scenes, in the order in which they first occur. */
function unitsOf(scenes: readonly number[]): Int32Array {
  const places = new Map<number, number>();
  return Int32Array.from(scenes, (scene) => {
    const place = places.get(scene) ?? places.size;
    places.set(scene, place);
    return place;
  });
}

function meansOf(values: Float64Array, unitOf: Int32Array): Float64Array {
  const count = unitOf.reduce((most, unit) => Math.max(most, unit), -1) + 1;
  const [sums, counts] = [new Float64Array(count), new Float64Array(count)];
  for (const [index, unit] of unitOf.entries()) {
    sums[unit] += values[index];
    counts[unit]++;
  }
  return sums.map((sum, unit) => sum / counts[unit]);
}
