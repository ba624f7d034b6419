import type { Rankings } from './evidence.ts';
import { type Metric, metric } from './metric.ts';
import { topK } from './top-k.ts';

const words = { 1: 'one', 2: 'two', 4: 'four', 8: 'eight' };

/** Recall@k, 0..1: share of the queries with a picture of their class among the `k` nearest others. */
export function recallAt(k: keyof typeof words): Metric<Rankings> {
  const meaning =
    k === 1
      ? 'Share of the pictures whose nearest other picture is of their class.'
      : `Share of the pictures with one of their class among the ${words[k]} nearest others.`;
  return metric({ title: `Recall@${k}`, meaning }, ({ firstPlaces }) => topK(firstPlaces, k));
}
