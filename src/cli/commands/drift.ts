import { measureDrift } from '../../node/measure-drift.ts';
import { requireBundleFirst } from '../bundle-first.ts';
import { flag, text } from '../options/parameters.ts';
import { workOptions } from '../options/work-options.ts';
import { driftText } from '../text/drift-text.ts';
import { reportSkipped } from '../text/report-skipped.ts';
import { command } from './command.ts';

/** Says whether new pictures still are like those of the fit, with few false alarms however often it is asked. */
export const drift = command({
  arguments: {
    bundle: text('<bundle>', 'a bundle written by fit'),
    data: text('<data>', 'new pictures: a folder or a list; labels are not needed'),
  },
  options: {
    dryRun: flag('--dry-run', 'do not count these pictures in the bundle'),
    reset: flag('--reset', 'forget what was counted, and begin anew with these pictures'),
    anyMix: flag('--any-mix', 'other shares of the classes are no drift'),
  },
  example: ['discern fit demo/pictures --out emoji', 'discern drift emoji demo/strangers --dry-run'],
  run: async ({ bundle, data, dryRun, reset, anyMix }, context) => {
    await requireBundleFirst('drift', bundle, [data]);
    const result = await measureDrift(bundle, data, { ...workOptions(context), dryRun, reset, anyMix });
    reportSkipped(result.skipped, context);
    return { json: result, text: driftText(result, context.width) };
  },
});
