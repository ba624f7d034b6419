import { internalError } from '../../base/error.ts';
import type { Threshold } from '../../gallery/threshold.ts';
import { guess } from './guess.ts';
import { otherQuantile } from './other-quantile.ts';
import { ownQuantile } from './own-quantile.ts';
import type { ThresholdEvidence, ThresholdRule } from './threshold-rule.ts';
import { youdenSplit } from './youden-split.ts';

/** Every rule by which `fit` chooses a threshold. The first that has the evidence it needs decides. */
export const thresholdRules: Readonly<Record<string, ThresholdRule>> = {
  ownQuantile: ownQuantile(),
  youdenSplit,
  otherQuantile: otherQuantile(),
  guess,
};

/** The threshold of a new gallery; a guess where there is no evidence. */
export function thresholdFor(evidence: ThresholdEvidence): Threshold {
  for (const rule of Object.values(thresholdRules)) {
    const threshold = rule(evidence);
    if (threshold) return threshold;
  }
  throw internalError('no rule gives a threshold');
}
