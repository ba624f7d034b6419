import { percent } from '../../base/figures.ts';
import { pointInWords, tradeOffInWords, unitsInWords } from '../../calibrate/open-set/trade-off-in-words.ts';
import { promiseInWords, type StatedPromise } from '../../calibrate/promises/promise-in-words.ts';
import type { CalibratedApproach, CalibratedClass } from '../../fit/open-set/calibrate-bundle.ts';
import { calibratePairs } from '../../node/calibrate/calibrate-pairs.ts';
import { type CalibrateResult, calibrateThresholds } from '../../node/calibrate/calibrate-thresholds.ts';
import { requireBundleFirst } from '../bundle-first.ts';
import { misused } from '../misuse.ts';
import { dataParameters } from '../options/data-parameters.ts';
import { requireCompatible } from '../options/exclusive-options.ts';
import { folded, optional, optionalText, realNumber, text, textOrNone } from '../options/parameters.ts';
import { workOptions } from '../options/work-options.ts';
import { calibratedPairsText } from '../text/calibrated-pairs-text.ts';
import { reportSkipped } from '../text/report-skipped.ts';
import { command } from './command.ts';

/** Sets the thresholds of a bundle, under a promise. */
export const calibrate = command({
  arguments: { bundle: text('<bundle>', 'a bundle written by fit') },
  options: {
    promise: optionalText('--promise <what>', 'false-accept=SHARE or accept=SHARE (default: the balanced point)'),
    confidence: optional(
      realNumber('--confidence <c>', 'probability that it holds, such as 0.95 (default: on average)', {
        least: 0.5,
        most: 0.9999,
      }),
    ),
    unknown: optionalText('--unknown <folder>', 'pictures of no known class (default: each class plays the stranger)'),
    using: folded(optionalText('--using <data>', 'labelled pictures of known classes (default: scenes are held out)')),
    pairs: textOrNone('--pairs [list]', 'the threshold of verify, by a list a,b,same or by what is enrolled'),
    ...dataParameters,
  },
  example: ['discern fit demo/pictures --out emoji', 'discern calibrate emoji --promise false-accept=0.1'],
  run: async ({ bundle, promise: wanted, confidence, unknown, using, pairs, parts }, context) => {
    await requireBundleFirst('calibrate', bundle, []);
    requireCompatible({ unknown, using, pairs }, exclusive);
    const promise = statedPromise(wanted, confidence);
    if (pairs !== undefined) {
      const list = pairs === true ? undefined : pairs;
      const result = await calibratePairs(bundle, { ...workOptions(context), promise, pairs: list });
      return { json: result, text: calibratedPairsText(result), exitCode: result.refused ? 1 : 0 };
    }
    const result = await calibrateThresholds(bundle, { ...workOptions(context), promise, unknown, using, parts });
    reportSkipped(result.skipped, context);
    return { json: result, text: overview(result), exitCode: result.refused ? 1 : 0 };
  },
});

const exclusive = [
  { option: '--pairs', excludes: ['--unknown', '--using'], because: 'pairs calibrate verify, pictures the rest' },
];

const form = /^(false-accept|accept)=(\d*\.?\d+)(%?)$/;

function statedPromise(wanted: string | undefined, confidence: number | undefined): StatedPromise | undefined {
  if (wanted === undefined && confidence === undefined) return undefined;
  const [, kind, digits, sign] = form.exec(wanted ?? '') ?? [];
  const share = Number(digits) / (sign === '%' ? 100 : 1);
  if ((kind !== 'false-accept' && kind !== 'accept') || !(share > 0 && share < 1)) {
    throw misused(wanted === undefined ? '--confidence needs a promise' : 'the promise is not understood', {
      given: wanted === undefined ? '--confidence without --promise' : `--promise ${wanted}`,
      expected: 'false-accept=SHARE or accept=SHARE, with a share between 0 and 1',
      todo: 'such as: discern calibrate BUNDLE --promise false-accept=0.05',
    });
  }
  return { kind, share, ...(confidence !== undefined && { confidence }) };
}

function overview(result: CalibrateResult): string {
  const { promise, answer, refused, units, tradeOffs, gallery, classifier } = result;
  if (refused) {
    return [
      `Refused, nothing was changed: ${refused.reason}.`,
      '',
      'Without a promise:',
      ...tradeOffInWords(tradeOffs.answer).map((line) => `  ${line}`),
    ].join('\n');
  }
  const stated = promise ? `A threshold that ${promiseInWords(promise)}.` : 'The balanced threshold.';
  return [
    stated,
    ...(answer ? [`Estimated: ${pointInWords(shares(answer))}${interval(result)}.`] : []),
    `Carried by ${unitsInWords({ units }, units.strangersFrom)}.`,
    '',
    ...approachLine('Gallery:    ', gallery),
    ...approachLine('Classifier: ', classifier),
    ...strictClasses(result.perClass),
    '',
    'Other thresholds:',
    ...tradeOffInWords(tradeOffs.answer).map((line) => `  ${line}`),
  ].join('\n');
}

function shares({ own, strangers }: CalibratedApproach) {
  return { own: own.estimate, strangers: strangers.estimate };
}

function interval({ achieved, promise }: CalibrateResult): string {
  if (achieved === null) return '';
  const of = promise?.kind === 'accept' ? 'of your own' : 'of strangers';
  return ` (95 % interval ${of} ${achieved.interval.map((end) => percent(end)).join(' to ')})`;
}

function approachLine(name: string, approach: CalibratedApproach | null): string[] {
  return approach === null ? [] : [`${name}${pointInWords(shares(approach))}`];
}

/** So many classes are named that pay most for the threshold. */
const shownClasses = 3;

function strictClasses(perClass: readonly CalibratedClass[]): string[] {
  const measured = perClass.flatMap(({ label, accepted, samples }) =>
    accepted === null || samples < 3 ? [] : [{ label, accepted }],
  );
  const worst = measured.toSorted((a, b) => a.accepted - b.accepted).slice(0, shownClasses);
  if (worst.length === 0) return [];
  const named = worst.map(({ label, accepted }) => `${label} (${percent(accepted)} accepted)`);
  return [`Hardest:    ${named.join(', ')}: enrol more pictures of them`];
}
