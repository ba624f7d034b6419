import { quantile } from '../../metrics/quantile.ts';
import { refusedShare, type ThresholdRule } from './threshold-rule.ts';

/**
 * For classes of one picture, of which none can be held out: above all but `passed` (0..1) of the similarities between
 * classes. It says nothing of how many pictures of known classes are accepted.
 */
export function otherQuantile({ passed = refusedShare } = {}): ThresholdRule {
  return ({ others = [] }) => {
    if (others.length === 0) return null;
    const share = 1 - passed;
    return {
      value: quantile(Float64Array.from(others).sort(), share),
      source: `the ${share} quantile of ${others.length} similarities between classes: none has a picture to hold out`,
    };
  };
}
