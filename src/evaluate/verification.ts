import type { ProgressOptions } from '../base/progress.ts';
import type { NumberedPair } from '../data/annotations/annotations.ts';
import type { Components } from '../data/supervision/components.ts';
import { centredInterval } from '../metrics/bootstrap.ts';
import { equalErrorRate } from '../metrics/equal-error-rate.ts';
import type { Interval } from '../metrics/interval.ts';
import { mapNames } from '../metrics/map-names.ts';
import { pairLevels } from '../metrics/pair-levels.ts';
import { trueAcceptAt } from '../metrics/true-accept.ts';
import { verificationAuroc } from '../metrics/verification-auroc.ts';
import { wilson } from '../metrics/wilson.ts';
import { classBootstrap } from './embedding/class-bootstrap.ts';

/** A pair whose truth is known, with the answer of a bundle. */
export type VerifiedPair = NumberedPair & {
  /** Cosine, -1..1. */
  readonly similarity: number;
  /** Whether the bundle took them for the same. */
  readonly accepted: boolean;
};

const names = [
  'accuracy',
  'balancedAccuracy',
  'trueAccept',
  'falseAccept',
  'verificationAuroc',
  'equalErrorRate',
  'trueAcceptAt1In100',
] as const;

/**
 * Figures of verifying that two pictures show the same, shares 0..1. At the threshold: `accuracy`, the share of pairs
 * answered rightly; `trueAccept` and `falseAccept`, the accepted shares of the same and of different pairs;
 * `balancedAccuracy`, the mean of the shares answered rightly of both kinds. Over all thresholds: metrics of `evaluate
 * --unseen`.
 */
export type VerificationFigures = {
  readonly [Name in (typeof names)[number]]: { readonly value: number; readonly interval: Interval };
};

/** Figures of verification, with the numbers of pairs and identities. */
export type VerificationReport = {
  readonly pairs: { readonly same: number; readonly different: number };
  readonly identities: number;
  readonly figures: VerificationFigures;
};

/** Options of measuring. */
export type VerificationOptions = ProgressOptions & {
  readonly seed?: number | undefined;
  /** Bootstrap resamples of the identities. */
  readonly resamples?: number | undefined;
};

/**
 * Measures answers about pairs; both kinds of pairs must occur. The 95 % intervals hold for other identities of the
 * same kind: whole identities are resampled. If all resamples agree, Wilson's interval for as many trials as there are
 * identities. Throws `interrupted` if the signal is aborted.
 */
export async function verificationReport(
  answers: readonly VerifiedPair[],
  { of }: Pick<Components, 'of'>,
  { seed = 0, resamples = 500, progress, signal }: VerificationOptions = {},
): Promise<VerificationReport> {
  const numbers = new Map<number, number>();
  const numberOf = (picture: number) => {
    const known = numbers.get(of[picture]) ?? numbers.size;
    numbers.set(of[picture], known);
    return known;
  };
  const ends = answers.map(({ a, b }) => [numberOf(a), numberOf(b)] as const);
  const statistics = statisticsOf(answers);
  const values = statistics(new Float64Array(answers.length).fill(1));
  const draws = await classBootstrap(
    numbers.size,
    (times) => statistics(Float64Array.from(ends, ([a, b]) => (a === b ? times[a] : times[a] * times[b]))),
    { seed, rounds: resamples, ...(progress && { progress }), ...(signal && { signal }) },
  );
  const same = answers.filter((pair) => pair.same).length;
  return {
    pairs: { same, different: answers.length - same },
    identities: numbers.size,
    figures: mapNames(values, (value, name) => ({ value, interval: intervalOf(value, draws[name], numbers.size) })),
  };
}

type Scores = Readonly<Record<(typeof names)[number], number>>;

/** All figures when pair i counts `weights[i]` times, weights [P]. */
function statisticsOf(answers: readonly VerifiedPair[]): (weights: Float64Array) => Scores {
  const levels = pairLevels(answers);
  return (weights) => {
    const sum = { same: 0, different: 0, trueAccept: 0, falseAccept: 0 };
    answers.forEach(({ same, accepted }, i) => {
      sum[same ? 'same' : 'different'] += weights[i];
      if (accepted) sum[same ? 'trueAccept' : 'falseAccept'] += weights[i];
    });
    const [trueAccept, falseAccept] = [sum.trueAccept / sum.same, sum.falseAccept / sum.different];
    const pairs = levels(weights);
    return {
      accuracy: (sum.trueAccept + sum.different - sum.falseAccept) / (sum.same + sum.different),
      balancedAccuracy: (trueAccept + 1 - falseAccept) / 2,
      trueAccept,
      falseAccept,
      verificationAuroc: verificationAuroc(pairs),
      equalErrorRate: equalErrorRate(pairs),
      trueAcceptAt1In100: trueAcceptAt(0.01, pairs),
    };
  };
}

/** Intervals no wider than this come only from rounding of sums in different order. */
const rounding = 1e-9;

function intervalOf(value: number, draws: Float64Array, identities: number): Interval {
  const [low, high] = centredInterval(value, draws) ?? [0, 1];
  if (high - low <= rounding) return wilson(value * identities, identities);
  return [Math.max(0, low), Math.min(1, high)];
}
