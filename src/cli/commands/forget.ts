import { counted } from '../../base/figures.ts';
import { forgetPictures, type Unwanted } from '../../node/bundles/forget-pictures.ts';
import { misused } from '../misuse.ts';
import { optionalText, text } from '../options/parameters.ts';
import { workOptions } from '../options/work-options.ts';
import { changedText } from '../text/changed-text.ts';
import { command } from './command.ts';

/** Removes a class or one picture from a gallery. */
export const forget = command({
  arguments: { bundle: text('<bundle>', 'a bundle written by fit') },
  options: {
    label: optionalText('--label <label>', 'remove every picture of this class'),
    id: optionalText('--id <id>', 'remove one picture, by its id in gallery --pictures or predict --ids'),
  },
  example: ['discern fit demo/pictures --out emoji', 'discern forget emoji --label banana'],
  run: async ({ bundle, label, id }, context) => {
    const result = await forgetPictures(bundle, unwanted(label, id), workOptions(context));
    return { json: result, text: changedText(`Forgot ${counted(result.forgotten, 'picture')}.`, result) };
  },
});

function unwanted(label: string | undefined, id: string | undefined): Unwanted {
  if (label !== undefined && id === undefined) return { label };
  if (id !== undefined && label === undefined) return { id };
  throw misused('forget needs either --label or --id', {
    given: label === undefined ? 'neither' : 'both',
    expected: 'one of them',
    todo: 'list what is enrolled: discern gallery BUNDLE',
  });
}
