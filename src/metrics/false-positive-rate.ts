import type { OpenSetScores } from './evidence.ts';
import { mean } from './mean.ts';
import { metric } from './metric.ts';

/**
 * False accept rate, 0..1, at a true accept rate: the share of the strangers that score at least the highest threshold
 * at which the share `accepted` (0..1) of the known pictures is still accepted. NaN if there is no known picture or no
 * stranger.
 */
export function falsePositiveRateAt(
  accepted: number,
  { known, strangers }: Pick<OpenSetScores, 'known' | 'strangers'>,
): number {
  // The subtraction keeps 0.95 * 20 from becoming 20 by rounding.
  const needed = Math.max(1, Math.ceil(known.length * accepted - 1e-9));
  const threshold = known.slice().sort()[known.length - needed];
  return mean(Uint8Array.from(strangers, (score) => (score >= threshold ? 1 : 0)));
}

/** False positive rate at 95 % true positive rate (FPR95), 0..1. */
export const fprAt95 = metric<OpenSetScores>(
  {
    title: 'Strangers accepted at 95 %',
    meaning: 'Share of the strangers accepted at the threshold that accepts 95 % of the known pictures.',
    best: 0,
    worst: 1,
  },
  (openness) => falsePositiveRateAt(0.95, openness),
);
