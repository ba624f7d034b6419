import type { ClassPredictions } from './evidence.ts';
import { mean } from './mean.ts';
import { metric } from './metric.ts';
import { tally } from './tally.ts';

/** Mean of F1 = 2 hits / (truths + answers), 0..1, over the classes present in the truth. */
export const macroF1 = metric<ClassPredictions>(
  {
    title: 'Macro F1',
    meaning: 'F1 of each class, averaged: misses and false alarms both lower it.',
  },
  (evidence) => mean(tally(evidence).map(({ hits, truths, answers }) => (2 * hits) / (truths + answers))),
);
