import { counted, duration } from '../../base/figures.ts';
import { firstFew } from '../../data/first-few.ts';
import type { EvaluateResult } from '../../evaluate/results.ts';
import { evaluateBundle } from '../../node/evaluate-bundle.ts';
import { evaluateUnseen, type UnseenResult } from '../../node/evaluate-unseen.ts';
import { type Contradiction, refuseContradictions } from '../contradictions.ts';
import { embeddingText } from '../embedding-table.ts';
import { hubOptions } from '../network-parameters.ts';
import { flag, optionalText, text } from '../parameters.ts';
import { scoresText } from '../score-tables.ts';
import { staleText } from '../stale-text.ts';
import { tellSkipped } from '../tell-skipped.ts';
import { workOptions } from '../work-options.ts';
import { command } from './command.ts';

/** Measures a bundle on its classes, or an embedding on classes never seen. */
export const evaluate = command({
  arguments: {
    bundle: text('<bundle>', 'what fit has written; with --unseen also a network, as --backbone takes it'),
    data: text('<data>', 'labelled pictures: test is measured, else val, else all'),
  },
  options: {
    unknown: optionalText('--unknown <folder>', 'pictures of no known class'),
    unseen: flag('--unseen', 'judges the embedding alone: the classes of DATA may be any'),
  },
  example: [
    'discern evaluate efficientnet-lite0 demo/pictures/train --unseen',
    'discern fit demo/pictures --out emoji',
    'discern evaluate emoji demo/pictures --unknown demo/strangers',
  ],
  run: async ({ bundle, data, unknown, unseen }, context) => {
    refuseContradictions({ unknown, unseen }, contradictions);
    const work = workOptions(context);
    if (unseen) {
      const result = await evaluateUnseen(bundle, data, { ...work, hub: hubOptions(context) });
      tellSkipped(result.skipped, context);
      return { json: result, text: unseenOverview(result) };
    }
    const result = await evaluateBundle(bundle, data, { ...work, unknown });
    tellSkipped(result.skipped, context);
    return { json: result, text: overview(result) };
  },
});

const contradictions: readonly Contradiction[] = [
  { option: '--unseen', leavesNothingTo: ['--unknown'], because: 'an embedding knows no class, so none is unknown' },
];

function overview(result: EvaluateResult): string {
  const { unseenLabels, seen, classifier } = result;
  return [
    `Measured on ${measuredOn(result)}.`,
    ...told([
      seen > 0 && learnedFrom(seen),
      classifier?.stale !== undefined && `Note: ${staleText(classifier.stale)}.`,
      unseenLabels.length > 0 && `Left out, because the bundle does not know these labels: ${firstFew(unseenLabels)}.`,
    ]),
    '',
    scoresText(result),
  ].join('\n');
}

function unseenOverview(result: UnseenResult): string {
  const { space, seen, seenLabels, singletons, figures } = result;
  const where = space === 'gallery' ? "in the gallery's space" : 'as the network gives its embeddings';
  return [
    `Judged ${where}, on ${measuredOn(result)}.`,
    ...told([
      seen > 0 && learnedFrom(seen),
      seenLabels.length > 0 && `Of classes that the bundle knows, which are not unseen: ${firstFew(seenLabels)}.`,
      singletons > 0 &&
        `Alone in their class, so that nothing can be found for them: ${counted(singletons, 'picture')}.`,
    ]),
    '',
    embeddingText(figures),
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

function told(cautions: readonly (string | false)[]): string[] {
  return cautions.filter((caution) => caution !== false);
}
