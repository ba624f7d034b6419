import type { Rankings } from './evidence.ts';
import { mean } from './mean.ts';
import { metric } from './measure.ts';

/** mAP@R (Musgrave et al. 2020), 0..1: mean of the queries' average precision at R. */
export const mapAtR = metric<Rankings>(
  {
    title: 'mAP@R',
    meaning: 'How purely the nearest pictures, as many as the class has, are of the class, the nearest counting most.',
  },
  ({ averagePrecisionAtR }) => mean(averagePrecisionAtR),
);
