import type { Rankings } from './evidence.ts';
import { mean } from './mean.ts';
import { metric } from './metric.ts';

/** mAP@R (Musgrave et al. 2020), 0..1: mean of the queries' average precision at R. */
export const mapAtR = metric<Rankings>(
  {
    title: 'mAP@R',
    meaning: 'How many of the R nearest pictures are of the class, which has R others; the nearest count most.',
  },
  ({ averagePrecisionAtR }) => mean(averagePrecisionAtR),
);
