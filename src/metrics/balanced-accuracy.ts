import type { Answers } from './evidence.ts';
import { mean } from './mean.ts';
import { tally } from './tally.ts';

/** Mean over the classes present in the truth of the share of their pictures named rightly, 0..1. */
export function balancedAccuracy(answers: Answers): number {
  return mean(tally(answers).map(({ hits, truths }) => hits / truths));
}
