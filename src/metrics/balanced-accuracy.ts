import type { ClassPredictions } from './evidence.ts';
import { mean } from './mean.ts';
import { metric } from './metric.ts';
import { tally } from './tally.ts';

/** Mean recall, 0..1, over the classes present in the truth: the share of each class's pictures named rightly. */
export const balancedAccuracy = metric<ClassPredictions>(
  {
    title: 'Balanced accuracy',
    meaning: 'Accuracy of each class, averaged: classes with few pictures count as much as others.',
  },
  (evidence) => mean(tally(evidence).map(({ hits, truths }) => hits / truths)),
);
