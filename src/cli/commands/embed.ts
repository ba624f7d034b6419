import { counted, duration } from '../../base/figures.ts';
import { embedData } from '../../node/embed-data.ts';
import { networkOptions, networkParameters } from '../options/network-parameters.ts';
import { text } from '../options/parameters.ts';
import { workOptions } from '../options/work-options.ts';
import { reportSkipped } from '../text/report-skipped.ts';
import { command } from './command.ts';

/** Writes the embeddings of pictures to a file. */
export const embed = command({
  arguments: { data: text('<data>', 'a folder, read to any depth, or a list of pictures') },
  options: {
    out: text('--out <file>', 'the file to write: FILE.npy, FILE.parquet or FILE.jsonl'),
    ...networkParameters,
  },
  example: ['discern embed demo/pictures --out emoji.npy'],
  run: async ({ data, out, ...network }, context) => {
    const result = await embedData(data, { ...workOptions(context), ...networkOptions(network, context), out });
    reportSkipped(result.skipped, context);
    const { vectors, dimensions, backbone, seconds } = result;
    const what = `${counted(vectors, 'vector')} of ${dimensions} dimensions, by ${backbone}, in ${duration(seconds)}`;
    return { json: result, text: `${out}: ${what}` };
  },
});
