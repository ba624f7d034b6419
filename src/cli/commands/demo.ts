import { runDemo } from '../../node/run-demo.ts';
import { answerLines } from '../answer-line.ts';
import { comparisonText } from '../comparison-text.ts';
import { workOptions } from '../work-options.ts';
import { command } from './command.ts';

/** Shows on shipped pictures what Discern does. */
export const demo = command({
  arguments: {},
  options: {},
  example: ['discern demo'],
  run: async (_, context) => {
    const result = await runDemo({ ...workOptions(context), folder: context.cwd });
    const { comparison, recognised, report } = result;
    const text = [
      'Emoji of fifty things: learned as two vendors draw them, chosen by a third, measured on a fourth.',
      '',
      comparisonText(comparison, context.width),
      '',
      'Some of the pictures, and things that were never learned:',
      ...answerLines(recognised, { width: context.width }),
      '',
      `All of it with pictures on one page: ${report}`,
      'Next, with a folder for each class of your own: discern compare FOLDER',
    ].join('\n');
    return { json: result, text };
  },
});
