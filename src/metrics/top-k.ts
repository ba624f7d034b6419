import { mean } from './mean.ts';

/** Share of pictures whose true class is among the `k` best, 0..1. `rankOfTruth`: [N], 1 is best. */
export function topK(rankOfTruth: Int32Array, k: number): number {
  return mean(rankOfTruth.map((rank) => (rank <= k ? 1 : 0)));
}
