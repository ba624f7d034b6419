import { whole } from '../../base/figures.ts';
import { bestThreshold } from '../best-threshold.ts';
import type { ThresholdRule } from './threshold-rule.ts';

/** For pairs: the threshold that parts the same from the different best. */
export const bestSplit: ThresholdRule = ({ pairs }) => {
  if (!pairs?.same.length || pairs.different.length === 0) return null;
  const { same, different, from } = pairs;
  const counts = `${whole(same.length)} same and ${whole(different.length)} different`;
  return { value: bestThreshold(same, different), source: `the best of ${counts} held-out pairs, ${from}` };
};
