import type { RelationLoss } from '../loss.ts';
import { circle } from './circle.ts';
import { contrastive } from './contrastive.ts';
import { intraPairVariance } from './intra-pair-variance.ts';
import { liftedStructure } from './lifted-structure.ts';
import { margin } from './margin.ts';
import { multiSimilarity } from './multi-similarity.ts';
import { nPairs } from './n-pairs.ts';
import { ntXent } from './nt-xent.ts';
import { supCon } from './sup-con.ts';
import { tupletMargin } from './tuplet-margin.ts';
import { vicReg } from './vic-reg.ts';

/** Every loss that needs pairs known to be the same, or different, by name. */
export const pairLosses = {
  contrastive,
  liftedStructure,
  nPairs,
  ntXent,
  supCon,
  multiSimilarity,
  circle,
  intraPairVariance,
  margin,
  tupletMargin,
  vicReg,
} satisfies Record<string, () => RelationLoss>;
