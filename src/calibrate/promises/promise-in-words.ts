import { formatCount } from '../../base/figures.ts';
import type { ThresholdPromise } from './promise.ts';
import type { PromiseRefusal } from './promised-threshold.ts';

/** A promise, and with which probability it holds; without one it holds on average. */
export type StatedPromise = ThresholdPromise & { readonly confidence?: number };

/** What is accepted or refused: single pictures, or pairs of pictures. */
export type Compared = 'pictures' | 'pairs';

const sentences = {
  pictures: {
    'false-accept': (share: string) => `lets in at most ${share} strangers`,
    accept: (share: string) => `accepts at least ${share} of your own pictures`,
  },
  pairs: {
    'false-accept': (share: string) => `takes at most ${share} different pairs for the same`,
    accept: (share: string) => `recognises at least ${share} pairs of the same`,
  },
} satisfies Record<Compared, Record<ThresholdPromise['kind'], (share: string) => string>>;

/** A promise as what a threshold does: `lets in at most 5 of 100 strangers, on average`. */
export function promiseInWords({ kind, share, confidence }: StatedPromise, compared: Compared = 'pictures'): string {
  const holds = confidence === undefined ? 'on average' : `with ${outOf(confidence)} certainty`;
  return `${sentences[compared][kind](outOf(share))}, ${holds}`;
}

/**
 * A refusal as a sentence: what the units cannot carry, how many more would do, and what they carry today. `noun` names
 * a unit in the plural, such as `classes`.
 */
export function refusalInWords(
  { needed, carries }: PromiseRefusal,
  promise: StatedPromise,
  { units, noun, compared = 'pictures' }: { units: number; noun: string; compared?: Compared },
): string {
  const today = { ...promise, share: carries };
  const nothing = carries === 0 || carries === 1;
  const carried = nothing
    ? 'today they carry no promise'
    : `today they carry one that ${promiseInWords(today, compared)}`;
  const asked = `${formatCount(units)} ${noun} cannot carry a threshold that ${promiseInWords(promise, compared)}`;
  return `${asked}: at least ${formatCount(needed)} more are needed; ${carried}`;
}

/** A share as a count: `5 of 100`, `25 of 1,000`. */
function outOf(share: number): string {
  const whole = [100, 1000, 10_000].find((of) => Math.abs(share * of - Math.round(share * of)) < 1e-6);
  const of = whole ?? 10_000;
  return `${formatCount(Math.round(share * of))} of ${formatCount(of)}`;
}
