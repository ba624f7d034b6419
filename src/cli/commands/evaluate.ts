import { counted, duration } from '../../base/figures.ts';
import { firstFew } from '../../data/first-few.ts';
import type { EvaluateResult } from '../../evaluate/results.ts';
import { evaluateBundle } from '../../node/evaluate-bundle.ts';
import { optionalText, text } from '../parameters.ts';
import { scoresText } from '../score-tables.ts';
import { tellSkipped } from '../tell-skipped.ts';
import { workOptions } from '../work-options.ts';
import { command } from './command.ts';

/** Measures a bundle. */
export const evaluate = command({
  arguments: {
    bundle: text('<bundle>', 'what fit has written'),
    data: text('<data>', 'labelled pictures: test is measured, else val, else all'),
  },
  options: { unknown: optionalText('--unknown <folder>', 'pictures of no known class') },
  example: ['discern fit demo/pictures --out emoji', 'discern evaluate emoji demo/pictures --unknown demo/strangers'],
  run: async ({ bundle, data, unknown }, context) => {
    const result = await evaluateBundle(bundle, data, { ...workOptions(context), unknown });
    tellSkipped(result.skipped, context);
    return { json: result, text: overview(result) };
  },
});

function overview(result: EvaluateResult): string {
  const { samples, classes, split, seconds, seen, unseenLabels } = result;
  const what = `${counted(samples, 'picture')} of ${counted(classes, 'class', 'classes')} (${split})`;
  const cautions = [
    seen > 0 &&
      `${counted(seen, 'picture')} of these ${seen === 1 ? 'was' : 'were'} learned from: that part is no test.`,
    unseenLabels.length > 0 && `Left out, because the bundle does not know these labels: ${firstFew(unseenLabels)}.`,
  ];
  return [
    `Measured on ${what} in ${duration(seconds)}.`,
    ...cautions.filter((caution) => caution !== false),
    '',
    scoresText(result),
  ].join('\n');
}
