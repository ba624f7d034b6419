import { quantile } from '../../metrics/quantile.ts';
import { refusedShare, type ThresholdRule } from './threshold-rule.ts';

/**
 * Accepts all but `refused` (0..1) of held-out pictures of known classes. More keeps strangers out, and refuses more
 * pictures that are known.
 */
export function ownQuantile({ refused = refusedShare } = {}): ThresholdRule {
  return ({ heldOut: { similarities } = { similarities: [] } }) => {
    if (similarities.length === 0) return null;
    return {
      value: quantile(Float64Array.from(similarities).sort(), refused),
      source: `the ${refused} quantile of ${similarities.length} held-out pictures' similarities`,
    };
  };
}
