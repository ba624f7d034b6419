import { formatScore } from '../../base/figures.ts';
import { promiseInWords } from '../../calibrate/promises/promise-in-words.ts';
import { verifyPictures } from '../../node/verify-pictures.ts';
import { requireBundleFirst } from '../bundle-first.ts';
import { text } from '../options/parameters.ts';
import { workOptions } from '../options/work-options.ts';
import { command } from './command.ts';

/** Says whether two pictures are of one class, also for classes that were not in the training data. */
export const verify = command({
  arguments: {
    bundle: text('<bundle>', 'a bundle written by fit, from labels or from pairs'),
    a: text('<a>', 'the first picture'),
    b: text('<b>', 'the second picture'),
  },
  options: {},
  example: [
    'discern fit demo/pictures --out emoji',
    'discern verify emoji demo/strangers/anchor.png demo/strangers/candle.png',
  ],
  run: async ({ bundle, a, b }, context) => {
    await requireBundleFirst('verify', bundle, [a, b]);
    const result = await verifyPictures(bundle, a, b, workOptions(context));
    const { similarity, threshold, same, source, promise } = result;
    const sides = `similarity ${formatScore(similarity)}, ${same ? 'at least' : 'below'} ${formatScore(threshold)}`;
    const answer = `${same ? 'The same class' : 'Different classes'}: ${sides}`;
    const origin = `The threshold is ${source.split(', ').join(',\n  ')}.`;
    const promised = promise ? [`It ${promiseInWords(promise, 'pairs')}.`] : [];
    return { json: result, text: [answer, origin, ...promised].join('\n') };
  },
});
