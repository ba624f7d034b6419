import { DiscernError } from '../../base/error.ts';
import { throwIfAborted } from '../../base/progress.ts';
import type { Bundle } from '../../bundle/bundle.ts';
import { type AchievedOnPairs, achievedOnPairs } from '../../calibrate/pairs/achieved-on-pairs.ts';
import { promisedPairThreshold, unitNames } from '../../calibrate/pairs/pair-threshold.ts';
import type { ThresholdPromise } from '../../calibrate/promises/promise.ts';
import { refusalInWords } from '../../calibrate/promises/promise-in-words.ts';
import { balancedOf } from '../../fit/verification/class-verification.ts';
import { isEnough } from '../../fit/verification-rounds.ts';
import type { Threshold } from '../../gallery/threshold.ts';
import { changeBundle } from '../bundles/bundle-files.ts';
import { galleryOf } from '../bundles/gallery-of.ts';
import type { WorkOptions } from '../work-options.ts';
import { enrolledPairs } from './enrolled-pairs.ts';
import { listedPairs } from './listed-pairs.ts';
import type { MeasuredPairs } from './measured-pairs.ts';

/** Options of calibrating the threshold of `verify`. */
export type CalibratePairsOptions = WorkOptions & {
  /** A list of pairs (`a,b,same`). Default: pairs of the enrolled pictures, of one class and of two. */
  readonly pairs?: string | undefined;
  /** What the threshold is to promise. Default: nothing; it is the balanced one. */
  readonly promise?: ThresholdPromise | undefined;
  /** The probability with which the promise holds, over the draw of the pairs. Default: it holds on average. */
  readonly confidence?: number | undefined;
};

/** What calibrating pairs gives. */
export type CalibratedPairs = {
  readonly bundle: string;
  /** Null where none was asked for. */
  readonly promise: (ThresholdPromise & { readonly confidence?: number }) | null;
  /** Shares of same and of different pairs that the threshold accepts; null where refused. */
  readonly achieved: AchievedOnPairs | null;
  /** The threshold that `verify` now uses; null where refused: then the bundle is unchanged. */
  readonly threshold: Threshold | null;
  /** Pictures in the pairs. */
  readonly samples: number;
  readonly pairs: { readonly same: number; readonly different: number };
  readonly identities: number;
  /** The units that carry the promise: identities, or pairs of identities that share none; null without a promise. */
  readonly units: number | null;
  readonly refused: PairRefusal | null;
};

/** Why no threshold can keep the promise. */
export type PairRefusal = {
  /** In words. */
  readonly reason: string;
  /** How many more units are needed at least. */
  readonly needed: number;
  /** The share that these pairs can promise in the same way. */
  readonly carries: number;
};

/**
 * Chooses the threshold of `verify` by pairs, and writes it into the bundle. Units of a promise share no identity, and
 * no pair is measured in a space that has learned one of its identities. Where too few units carry the promise,
 * `refused` says so and the bundle stays. Throws `unsupported` without a gallery, `too-few` with fewer than four pairs
 * of a kind, `contradiction`, and what openDataset and changeBundle throw.
 */
export async function calibratePairs(path: string, options: CalibratePairsOptions = {}): Promise<CalibratedPairs> {
  const { promise, confidence, seed = 0, pairs: list, signal } = options;
  requireConfidenceOfPromise(options);
  const measured = list === undefined ? await enrolledPairs(path, options) : await listedPairs(path, list, options);
  requireEnough(measured);
  const { pairs, of, from } = measured;
  const { threshold, units, refused } = promise
    ? promised({ promise, ...(confidence === undefined ? {} : { confidence }), seed }, measured)
    : { threshold: balancedOf(pairs, from), units: null, refused: null };
  throwIfAborted(signal);
  if (threshold !== null) await changeBundle(path, (bundle) => withVerification(bundle, threshold, path));
  const same = pairs.filter((pair) => pair.same).length;
  return {
    bundle: path,
    promise: promise ? { ...promise, ...(confidence === undefined ? {} : { confidence }) } : null,
    achieved: threshold && achievedOnPairs(pairs, of, threshold.value, seed),
    threshold,
    samples: new Set(pairs.flatMap(({ a, b }) => [a, b])).size,
    pairs: { same, different: pairs.length - same },
    identities: new Set(pairs.flatMap(({ a, b }) => [of[a], of[b]])).size,
    units,
    refused,
  };
}

type Request = Parameters<typeof promisedPairThreshold>[0];

function promised(request: Request, measured: MeasuredPairs) {
  const { outcome, threshold } = promisedPairThreshold(request, measured);
  if (outcome.refused === null) return { threshold, units: outcome.units, refused: null };
  const { promise, confidence } = request;
  const stated = { ...promise, ...(confidence === undefined ? {} : { confidence }) };
  const noun = `${unitNames[promise.kind][1]}${promise.kind === 'accept' ? '' : ' that share none'}`;
  const reason = refusalInWords(outcome.refused, stated, { units: outcome.units, noun, compared: 'pairs' });
  return { threshold: null, units: outcome.units, refused: { reason, ...outcome.refused } };
}

function withVerification(bundle: Bundle, verification: Threshold, path: string): Bundle {
  return { ...bundle, gallery: { ...galleryOf(bundle, path), verification } };
}

function requireEnough({ pairs, given }: MeasuredPairs): void {
  if (isEnough(pairs)) return;
  const same = pairs.filter((pair) => pair.same).length;
  throw new DiscernError('too-few', 'too few pairs to choose a threshold by', {
    given: `${given}: ${same} that are the same and ${pairs.length - same} that differ`,
    expected: 'at least four of each',
    todo: 'give a list of pairs with the columns a,b,same',
  });
}

function requireConfidenceOfPromise({ promise, confidence }: CalibratePairsOptions): void {
  const isShare = (value: number) => value > 0 && value < 1;
  const values = [promise?.share, confidence].filter((value) => value !== undefined);
  if (values.every(isShare) && (promise !== undefined || confidence === undefined)) return;
  throw new DiscernError('misused', 'a promise and its confidence are shares between 0 and 1', {
    given: `promise ${promise ? `${promise.kind}=${promise.share}` : 'none'}, confidence ${confidence ?? 'none'}`,
    expected: 'a share above 0 and below 1; a confidence only beside a promise',
    todo: 'ask for instance for false-accept=0.1',
  });
}
