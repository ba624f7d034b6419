import type { ClassPredictions } from './evidence.ts';
import { metric } from './metric.ts';

/** Share of the pictures whose answer is the true class, 0..1; NaN without pictures. */
export const accuracy = metric<ClassPredictions>(
  { title: 'Accuracy', meaning: 'Share of the pictures named rightly.' },
  ({ truth, answers }) => {
    let hits = 0;
    for (let i = 0; i < truth.length; i++) if (truth[i] === answers[i]) hits++;
    return hits / truth.length;
  },
);
