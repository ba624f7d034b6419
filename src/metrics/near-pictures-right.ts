import type { Retrieval } from './evidence.ts';
import { mean } from './mean.ts';
import { metric } from './metric.ts';

/** mAP@R, 0..1: mean of the queries' average precision at R among the enrolled pictures (Musgrave et al. 2020). */
export const nearPicturesRight = metric<readonly Retrieval[]>(
  {
    title: 'All near pictures right',
    meaning: 'How many of the nearest enrolled pictures are of the same class (mAP@R).',
  },
  (queries) => mean(queries.map(({ averagePrecisionAtR }) => averagePrecisionAtR)),
);
