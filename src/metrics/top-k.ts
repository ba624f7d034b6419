import type { ClassProbabilities } from './evidence.ts';
import { mean } from './mean.ts';
import { metric } from './metric.ts';

/** Share of the ranks that are at most `k`, 0..1. `ranks`: [N], 1 is best. */
export function topK(ranks: Int32Array, k: number): number {
  return mean(ranks.map((rank) => (rank <= k ? 1 : 0)));
}

/** Share of the pictures whose true class has one of the five largest probabilities, 0..1. */
export const top5 = metric<ClassProbabilities>(
  { title: 'Top 5', meaning: 'Share of the pictures whose class is among the five likeliest.' },
  ({ rankOfTruth }) => topK(rankOfTruth, 5),
);
