import { formatCount, formatScore, percent, percentInterval } from '../../base/figures.ts';
import { unitNames } from '../../calibrate/pairs/pair-threshold.ts';
import { promiseInWords } from '../../calibrate/promises/promise-in-words.ts';
import type { UnitMean } from '../../calibrate/promises/unit-mean.ts';
import type { CalibratedPairs } from '../../node/calibrate/calibrate-pairs.ts';

/** The threshold of `verify` as text: what it promises, what it accepts, and what carries that. */
export function calibratedPairsText(result: CalibratedPairs): string {
  const { promise, threshold, achieved, pairs, identities, units, refused } = result;
  if (refused) return `Refused, nothing was changed: ${refused.reason}.`;
  if (threshold === null || achieved === null) return 'Nothing was changed.';
  const stated = promise ? `verify now ${promiseInWords(promise, 'pairs')}.` : 'verify now has the balanced threshold.';
  const counts = `${formatCount(pairs.same)} same and ${formatCount(pairs.different)} different pairs`;
  const carriers = promise && units !== null ? `, ${formatCount(units)} ${unitNames[promise.kind][1]}` : '';
  return [
    stated,
    '',
    `Threshold:   ${formatScore(threshold.value)}`,
    `Accepted:    ${shareText(achieved.accept)} of same pairs`,
    `             ${shareText(achieved.falseAccept)} of different pairs`,
    `Carried by:  ${counts} of ${formatCount(identities)} identities${carriers}`,
  ].join('\n');
}

function shareText({ estimate, interval }: UnitMean): string {
  return `${percent(estimate)} (${percentInterval(interval)})`;
}
