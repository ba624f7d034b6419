import type { Answers } from './evidence.ts';
import { mean } from './mean.ts';
import { tally } from './tally.ts';

/** Mean over the classes present in the truth of F1 = 2 hits / (truths + answers), 0..1. */
export function macroF1(evidence: Answers): number {
  return mean(tally(evidence).map(({ hits, truths, answers }) => (2 * hits) / (truths + answers)));
}
