import { runDemo } from '../../node/run-demo.ts';
import { workOptions } from '../options/work-options.ts';
import { answerLines } from '../text/answer-line.ts';
import { comparisonText } from '../text/comparison-text.ts';
import { command } from './command.ts';

/** Shows what Discern does, on the included pictures. */
export const demo = command({
  arguments: {},
  options: {},
  example: ['discern demo'],
  run: async (_, context) => {
    const result = await runDemo({ ...workOptions(context), folder: context.cwd });
    const { comparison, recognised, report } = result;
    const text = [
      'Emoji of 50 things by 4 vendors: trained on two vendors, validated on one, tested on one.',
      '',
      comparisonText(comparison, context.width),
      '',
      'Some of the pictures, and pictures of unknown things:',
      ...answerLines(recognised, { width: context.width }),
      '',
      `The result with pictures on one page: ${report}`,
      'Next, with your own folder of class folders: discern compare FOLDER',
    ].join('\n');
    return { json: result, text };
  },
});
