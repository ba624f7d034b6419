import { counted } from '../../base/figures.ts';
import { enrolPictures, picturesOfClass, picturesOfDataset } from '../../node/bundles/enrol-pictures.ts';
import { requireBundleFirst } from '../bundle-first.ts';
import { misused } from '../misuse.ts';
import { dataParameters } from '../options/data-parameters.ts';
import { optional, optionalText, text, texts } from '../options/parameters.ts';
import { workOptions } from '../options/work-options.ts';
import { changedText } from '../text/changed-text.ts';
import { reportSkipped } from '../text/report-skipped.ts';
import { command } from './command.ts';

/** Adds pictures to a gallery, without training. */
export const enrol = command({
  arguments: {
    bundle: text('<bundle>', 'a bundle written by fit'),
    label: optional(text('[label]', 'the class of the pictures; may be new')),
    pictures: texts('[pictures...]', 'files, or folders read to any depth'),
  },
  options: {
    from: optionalText('--from <data>', 'labelled pictures: a folder with a folder per class, or a list'),
    ...dataParameters,
  },
  example: ['discern fit demo/pictures --out emoji', 'discern enrol emoji anchor demo/strangers/anchor.png'],
  run: async ({ bundle, label, pictures, from, parts }, context) => {
    await requireBundleFirst('enrol', bundle, [label, ...pictures]);
    const wanted = await enrolmentsFor(label, pictures, from, { parts, warn: context.warn });
    const result = await enrolPictures(bundle, wanted, workOptions(context));
    reportSkipped(result.skipped, context);
    const { enrolled, known } = result;
    const before = known > 0 ? `; ${counted(known, 'picture')} already enrolled` : '';
    return { json: result, text: changedText(`Enrolled ${counted(enrolled, 'picture')}${before}.`, result) };
  },
});

function enrolmentsFor(
  label: string | undefined,
  pictures: readonly string[],
  from: string | undefined,
  options: Parameters<typeof picturesOfDataset>[1],
) {
  if (from !== undefined && label === undefined) return picturesOfDataset(from, options);
  if (from === undefined && label !== undefined && pictures.length > 0)
    return picturesOfClass(label, pictures, options);
  throw misused('enrol needs a label and pictures, or --from', {
    given: from === undefined ? 'no pictures' : 'a label together with --from, whose pictures have labels',
    expected: 'enrol BUNDLE LABEL FILE|FOLDER..., or enrol BUNDLE --from DATA',
    todo: 'see the usage: discern enrol --help',
  });
}
