import { counted, duration, whole } from '../../base/figures.ts';
import { firstFew } from '../../data/first-few.ts';
import { cautionsInWords } from '../../evaluate/cautions.ts';
import type { EvaluateResult, MeasuredVerification } from '../../evaluate/results.ts';
import { nearDuplicatesInWords } from '../../evaluate/split-in-words.ts';
import { evaluateBundle } from '../../node/evaluate-bundle.ts';
import { evaluateUnseen, type UnseenResult } from '../../node/evaluate-unseen.ts';
import { requireBundleFirst } from '../bundle-first.ts';
import { type Contradiction, refuseContradictions } from '../contradictions.ts';
import { dataParameters } from '../data-parameters.ts';
import { embeddingText } from '../embedding-table.ts';
import { hubOptions } from '../network-parameters.ts';
import { flag, optionalText, text } from '../parameters.ts';
import { scoresText } from '../score-tables.ts';
import { staleText } from '../stale-text.ts';
import { reportSkipped } from '../tell-skipped.ts';
import { thresholdText, verificationText } from '../verification-text.ts';
import { workOptions } from '../work-options.ts';
import { command } from './command.ts';

/** Measures a bundle on its classes, or an embedding on classes never seen. */
export const evaluate = command({
  arguments: {
    bundle: text('<bundle>', 'what fit has written; with --unseen also a network, as --backbone takes it'),
    data: text('<data>', 'labelled pictures, or pairs: test is measured, else val, else all'),
  },
  options: {
    unknown: optionalText('--unknown <folder>', 'pictures of no known class'),
    unseen: flag('--unseen', 'judges the embedding alone: the classes of DATA may be any'),
    ...dataParameters,
  },
  example: [
    'discern evaluate efficientnet-lite0 demo/pictures/train --unseen',
    'discern fit demo/pictures --out emoji',
    'discern evaluate emoji demo/pictures --unknown demo/strangers',
  ],
  run: async ({ bundle, data, unknown, unseen, parts }, context) => {
    refuseContradictions({ unknown, unseen }, contradictions);
    await requireBundleFirst('evaluate', bundle, [data]);
    const work = { ...workOptions(context), parts };
    if (unseen) {
      const result = await evaluateUnseen(bundle, data, { ...work, hub: hubOptions(context) });
      reportSkipped(result.skipped, context);
      return { json: result, text: unseenOverview(result, context.width) };
    }
    const result = await evaluateBundle(bundle, data, { ...work, unknown });
    reportSkipped(result.skipped, context);
    return { json: result, text: overview(result, context.width) };
  },
});

const contradictions: readonly Contradiction[] = [
  { option: '--unseen', leavesNothingTo: ['--unknown'], because: 'an embedding knows no class, so none is unknown' },
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
  ].join('\n');
}

function pairsOverview(
  { samples, split, seconds, seen }: EvaluateResult,
  measured: MeasuredVerification,
  width: number,
): string {
  const { pairs, identities, threshold, figures } = measured;
  const asked = `${whole(pairs.same)} same and ${whole(pairs.different)} different pairs`;
  return [
    `Measured on ${asked} of ${counted(samples, 'picture')} (${split}) in ${duration(seconds)}.`,
    ...reported([seen > 0 && learnedFrom(seen)]),
    thresholdText(threshold),
    '',
    verificationText(figures, width),
    '',
    `Intervals are for other identities of the kind; there were ${whole(identities)}.`,
  ].join('\n');
}

function unseenOverview(result: UnseenResult, width: number): string {
  const { space, seen, seenLabels, singletons, figures } = result;
  const where = space === 'gallery' ? "in the gallery's space" : 'as the network gives its embeddings';
  return [
    `Judged ${where}, on ${measuredOn(result)}.`,
    ...reported([
      seen > 0 && learnedFrom(seen),
      seenLabels.length > 0 && `Of classes that the bundle knows, which are not unseen: ${firstFew(seenLabels)}.`,
      singletons > 0 &&
        `Alone in their class, so that nothing can be found for them: ${counted(singletons, 'picture')}.`,
    ]),
    '',
    embeddingText(figures, width),
    '',
    'Intervals are for other classes of the kind.',
  ].join('\n');
}

function measuredOn({ samples, classes, split, seconds }: EvaluateResult | UnseenResult): string {
  return `${counted(samples, 'picture')} of ${counted(classes, 'class', 'classes')} (${split}) in ${duration(seconds)}`;
}

function learnedFrom(seen: number): string {
  return `${counted(seen, 'picture')} of these ${seen === 1 ? 'was' : 'were'} learned from: that part is no test.`;
}

function reported(cautions: readonly (string | false | null)[]): string[] {
  return cautions.filter((caution) => caution !== false && caution !== null);
}
