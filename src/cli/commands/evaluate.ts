import { counted, duration, formatCount } from '../../base/figures.ts';
import { firstFew } from '../../data/first-few.ts';
import { cautionsInWords } from '../../evaluate/cautions.ts';
import type { EvaluateResult, MeasuredVerification } from '../../evaluate/results.ts';
import { nearDuplicatesInWords } from '../../evaluate/split-in-words.ts';
import { evaluateBundle } from '../../node/evaluate/evaluate-bundle.ts';
import { evaluateUnseen, type UnseenResult } from '../../node/evaluate/evaluate-unseen.ts';
import { requireBundleFirst } from '../bundle-first.ts';
import { dataParameters } from '../options/data-parameters.ts';
import { type ExclusiveOption, requireCompatible } from '../options/exclusive-options.ts';
import { hubOptions } from '../options/network-parameters.ts';
import { flag, numberOrDefault, optionalText, text } from '../options/parameters.ts';
import { workOptions } from '../options/work-options.ts';
import { embeddingText } from '../text/embedding-table.ts';
import { reportSkipped } from '../text/report-skipped.ts';
import { scoresText } from '../text/score-tables.ts';
import { staleText } from '../text/stale-text.ts';
import { togetherText } from '../text/together-text.ts';
import { thresholdText, verificationText } from '../text/verification-text.ts';
import { command } from './command.ts';

/** Measures a bundle on its classes, or an embedding on unseen classes. */
export const evaluate = command({
  arguments: {
    bundle: text('<bundle>', 'a bundle written by fit; with --unseen also a network, as in --backbone'),
    data: text('<data>', 'labelled pictures, or pairs: uses test, otherwise val, otherwise all'),
  },
  options: {
    unknown: optionalText('--unknown <folder>', 'pictures of no known class'),
    together: numberOrDefault('--together [n]', 'also measure n pictures of one thing, or the groups of the data', 3, {
      least: 2,
    }),
    unseen: flag('--unseen', 'measure only the embedding, on any classes'),
    ...dataParameters,
  },
  example: [
    'discern evaluate efficientnet-lite0 demo/pictures/train --unseen',
    'discern fit demo/pictures --out emoji',
    'discern evaluate emoji demo/pictures --unknown demo/strangers',
  ],
  run: async ({ bundle, data, unknown, unseen, parts, together }, context) => {
    requireCompatible({ unknown, unseen, together }, exclusive);
    await requireBundleFirst('evaluate', bundle, [data]);
    const work = { ...workOptions(context), parts };
    if (unseen) {
      const result = await evaluateUnseen(bundle, data, { ...work, hub: hubOptions(context) });
      reportSkipped(result.skipped, context);
      return { json: result, text: unseenOverview(result, context.width) };
    }
    const result = await evaluateBundle(bundle, data, { ...work, unknown, together });
    reportSkipped(result.skipped, context);
    return { json: result, text: overview(result, context.width) };
  },
});

const exclusive: readonly ExclusiveOption[] = [
  { option: '--unseen', excludes: ['--unknown', '--together'], because: 'an embedding knows no classes' },
];

function overview(result: EvaluateResult, width: number): string {
  const { verification, nearDuplicates, classifier } = result;
  if (verification !== null) return pairsOverview(result, verification, width);
  const repeated = nearDuplicates !== null && nearDuplicates.pictures > 0 ? nearDuplicates : null;
  return [
    `Measured on ${measuredOn(result)}.`,
    ...cautionsInWords(result),
    ...reported([
      repeated !== null && nearDuplicatesInWords(repeated, result),
      classifier?.stale !== undefined && `Note: ${staleText(classifier.stale)}.`,
    ]),
    '',
    scoresText(result, width),
    ...(result.together ? ['', togetherText(result.together, width)] : []),
  ].join('\n');
}

function pairsOverview(
  { samples, split, seconds, seen }: EvaluateResult,
  measured: MeasuredVerification,
  width: number,
): string {
  const { pairs, identities, threshold, figures } = measured;
  const asked = `${formatCount(pairs.same)} same and ${formatCount(pairs.different)} different pairs`;
  return [
    `Measured on ${asked} of ${counted(samples, 'picture')} (${split}) in ${duration(seconds)}.`,
    ...reported([seen > 0 && learnedFrom(seen)]),
    thresholdText(threshold),
    '',
    verificationText(figures, width),
    '',
    `Intervals: bootstrap over the ${formatCount(identities)} identities.`,
  ].join('\n');
}

function unseenOverview(result: UnseenResult, width: number): string {
  const { space, seen, seenLabels, singletons, figures } = result;
  const where = space === 'gallery' ? "in the gallery's space" : 'without a projection';
  return [
    `Embeddings measured ${where}, on ${measuredOn(result)}.`,
    ...reported([
      seen > 0 && learnedFrom(seen),
      seenLabels.length > 0 && `The bundle knows these classes, so they are not unseen: ${firstFew(seenLabels)}.`,
      singletons > 0 && `Without another picture of their class: ${counted(singletons, 'picture')}.`,
    ]),
    '',
    embeddingText(figures, width),
    '',
    'Intervals: bootstrap over the classes.',
  ].join('\n');
}

function measuredOn({ samples, classes, split, seconds }: EvaluateResult | UnseenResult): string {
  return `${counted(samples, 'picture')} of ${counted(classes, 'class', 'classes')} (${split}) in ${duration(seconds)}`;
}

function learnedFrom(seen: number): string {
  return `${counted(seen, 'picture')} of these ${seen === 1 ? 'was' : 'were'} used for training: not a fair test.`;
}

function reported(cautions: readonly (string | false | null)[]): string[] {
  return cautions.filter((caution) => caution !== false && caution !== null);
}
