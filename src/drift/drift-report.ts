import { type ClassDrift, classDrifts } from './class-drifts.ts';
import type { DriftReference } from './drift-record.ts';
import { effectInWords, shareEffectInWords } from './effect-in-words.ts';
import { type FeatureName, featureNames, features } from './features.ts';
import { ascending, medianOf } from './median-of.ts';
import { pValueOf } from './p-value-of.ts';
import type { TestedDrift } from './test-drift.ts';

/** One feature of the pictures, now and in the reference. */
export type FeatureDrift = {
  readonly name: FeatureName;
  /** Median, or for `unknown` the share of pictures. */
  readonly reference: number;
  readonly now: number;
  /** In words: `much darker`. */
  readonly effect: string;
  /**
   * Chance that a new picture has a larger value than one of the reference, 0..1; 0.5 is none. For `unknown`: the
   * difference of the shares.
   */
  readonly effectSize: number;
  /** Corrected for the number of features and classes, 0..1. */
  readonly pValue: number;
};

/** What a test of drift found. */
export type DriftFindings = {
  /** Whether the p-value is at most `alpha`. It stays true until the test begins anew. */
  readonly drifted: boolean;
  /** Always valid: it may be looked at after every picture. 0..1. */
  readonly pValue: number;
  readonly alpha: number;
  /** Pictures counted since the test began. */
  readonly pictures: number;
  /** How often it was asked since then. */
  readonly asked: number;
  /** Pictures that this call has added. */
  readonly added: number;
  readonly repeated: number;
  readonly withoutReference: number;
  /** Pictures in the reference. */
  readonly reference: number;
  readonly unknownShare: { readonly reference: number; readonly now: number } | null;
  readonly features: readonly FeatureDrift[];
  /** The classes, most certainly moved first. */
  readonly classes: readonly ClassDrift[];
};

/** The rate of false alarms that is kept over all calls together. */
export const driftAlpha = 0.05;

/** What a test found. `now` is of the pictures of this call, or of all counted ones where it has added none. */
export function driftReport(tested: TestedDrift): DriftFindings {
  const { state, counted, repeated, withoutReference, reference, processes } = tested;
  const pValue = pValueOf(state.most);
  const present: DriftReference = counted.length === 0 ? state : observed(tested);
  const found = featureNames.flatMap((name) => {
    const [then, now] = [reference.features[name] ?? [], present.features[name] ?? []];
    const process = processes.find((each) => each.name === name);
    if (process === undefined || then.length === 0 || now.length === 0) return [];
    const p = pValueOf(Math.log(process.weight) + process.wealth().most);
    return [{ name, ...compared(name, then, now), pValue: p }];
  });
  const unknown = found.find(({ name }) => name === 'unknown');
  return {
    ...{ drifted: pValue <= driftAlpha, pValue, alpha: driftAlpha },
    ...{ pictures: state.labels.length, asked: state.asked, added: counted.length, repeated, withoutReference },
    reference: reference.labels.length,
    unknownShare: unknown ? { reference: unknown.reference, now: unknown.now } : null,
    features: found,
    classes: classDrifts(reference, present, processes),
  };
}

function observed({ counted }: TestedDrift): DriftReference {
  const columns = featureNames.map((name) => [
    name,
    counted.flatMap(({ values: { [name]: value } }) => (value === undefined ? [] : [value])),
  ]);
  return { labels: counted.map(({ label }) => label), features: Object.fromEntries(columns) };
}

function compared(name: FeatureName, then: readonly number[], now: readonly number[]) {
  const feature = features[name];
  if (feature.direction === 'share') {
    const [reference, share] = [then, now].map(
      (values) => values.filter((value) => value === 1).length / values.length,
    );
    return {
      reference,
      now: share,
      effect: shareEffectInWords(share - reference, feature),
      effectSize: share - reference,
    };
  }
  const effectSize = chanceOfLarger(then, now);
  return { reference: medianOf(then), now: medianOf(now), effect: effectInWords(effectSize, feature), effectSize };
}

/** The chance that a new value is larger than an old one, ties by half (McGraw and Wong 1992). */
function chanceOfLarger(then: readonly number[], now: readonly number[]): number {
  const sorted = ascending(then);
  const below = now.map((value) => {
    const smaller = sorted.filter((each) => each < value).length;
    return smaller + sorted.filter((each) => each === value).length / 2;
  });
  return below.reduce((sum, each) => sum + each, 0) / (then.length * now.length);
}
