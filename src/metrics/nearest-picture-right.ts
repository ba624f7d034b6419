import type { Retrieval } from './evidence.ts';
import { mean } from './mean.ts';
import { metric } from './metric.ts';

/** Recall@1, 0..1: share of the queries whose nearest enrolled picture is of their class. */
export const nearestPictureRight = metric<readonly Retrieval[]>(
  {
    title: 'Nearest picture right',
    meaning: 'Share of the pictures whose nearest enrolled picture is of their class (recall@1).',
  },
  (queries) => mean(queries.map(({ firstIsRight }) => firstIsRight)),
);
