import { compareData } from '../../node/evaluate/compare-data.ts';
import { writeReport } from '../../node/evaluate/write-report.ts';
import { requireRoomForFile } from '../../node/files/out-place.ts';
import { dataParameters } from '../options/data-parameters.ts';
import { networkOptions, networkParameters } from '../options/network-parameters.ts';
import { optionalText, text } from '../options/parameters.ts';
import { workOptions } from '../options/work-options.ts';
import { comparisonText } from '../text/comparison-text.ts';
import { reportSkipped } from '../text/report-skipped.ts';
import { command } from './command.ts';

/** Compares both approaches on the same pictures, and says which to use and why. */
export const compare = command({
  arguments: { data: text('<data>', 'a folder with a folder per class, or a list of pictures with their labels') },
  options: {
    unknown: optionalText('--unknown <folder>', 'pictures of no known class, to measure false accepts'),
    report: optionalText('--report <file.html>', 'write the result as one page with pictures'),
    ...dataParameters,
    ...networkParameters,
  },
  example: ['discern compare demo/pictures --unknown demo/strangers --report report.html'],
  run: async ({ data, unknown, report, parts, ...network }, context) => {
    if (report !== undefined) await requireRoomForFile(report, 'report');
    const how = { ...workOptions(context), ...networkOptions(network, context), unknown, parts };
    const compared = await compareData(data, how);
    if (report !== undefined) await writeReport(report, compared, context);
    const { result } = compared;
    reportSkipped(result.skipped, context);
    const written = report === undefined ? [] : ['', `Report: ${report}`];
    return { json: result, text: [comparisonText(result, context.width), ...written].join('\n') };
  },
});
