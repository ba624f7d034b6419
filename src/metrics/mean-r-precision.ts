import type { Rankings } from './evidence.ts';
import { mean } from './mean.ts';
import { metric } from './metric.ts';

/** Mean of the queries' R-precision, 0..1. */
export const meanRPrecision = metric<Rankings>(
  {
    title: 'R-precision',
    meaning: 'Share of the R nearest pictures that are of the class, which has R others.',
  },
  ({ rPrecision }) => mean(rPrecision),
);
