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

/** Every miner, by name. */
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
