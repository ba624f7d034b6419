import { formatCount } from '../../base/figures.ts';
import { youdenThreshold } from '../youden-threshold.ts';
import type { ThresholdRule } from './threshold-rule.ts';

/** For pairs: the threshold that parts the same from the different best. */
export const youdenSplit: ThresholdRule = ({ pairs }) => {
  if (!pairs?.same.length || pairs.different.length === 0) return null;
  const { same, different, from } = pairs;
  const counts = `${formatCount(same.length)} same and ${formatCount(different.length)} different`;
  return { value: youdenThreshold(same, different), source: `the best of ${counts} held-out pairs, ${from}` };
};
