import { all } from './all.ts';
import { angular } from './angular.ts';
import { batchHard } from './batch-hard.ts';
import { distanceWeighted } from './distance-weighted.ts';
import { easyPositive } from './easy-positive.ts';
import { hardestWithinMemory } from './hardest-within-memory.ts';
import type { Miner } from './miner.ts';
import { multiSimilarity } from './multi-similarity.ts';
import { pairMargin } from './pair-margin.ts';
import { semiHard } from './semi-hard.ts';

/**
 * Every miner, by name.
 *
 * @example
 * const recipe = { loss: embeddingLosses.tripletMargin(), miner: miners.semiHard() };
 * const loss = metricLoss(recipe, { classes: 0, dimensions: 64, random: random(0, 'loss') });
 */
export const miners = {
  all,
  batchHard,
  semiHard,
  easyPositive,
  distanceWeighted,
  multiSimilarity,
  pairMargin,
  angular,
  hardestWithinMemory,
} satisfies Record<string, () => Miner>;
