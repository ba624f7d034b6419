import { counted } from '../../base/figures.ts';
import { renameClass } from '../../node/bundles/rename-class.ts';
import { commandLine } from '../command-line.ts';
import { text } from '../options/parameters.ts';
import { workOptions } from '../options/work-options.ts';
import { changedText } from '../text/changed-text.ts';
import { command } from './command.ts';

/** Renames a class. */
export const rename = command({
  arguments: {
    bundle: text('<bundle>', 'a bundle written by fit'),
    from: text('<old>', 'the current name of the class'),
    to: text('<new>', 'its new name'),
  },
  options: {},
  example: ['discern fit demo/pictures --out emoji', 'discern rename emoji fox vixen'],
  run: async ({ bundle, from, to }, context) => {
    const result = await renameClass(bundle, from, to, workOptions(context));
    const done = `${result.from} is now ${result.to}: ${counted(result.renamed, 'picture')}.`;
    const undo = `Undo: ${commandLine('rename', bundle, result.to, result.from)}`;
    return { json: result, text: result.from === result.to ? done : `${changedText(done, result)}\n${undo}` };
  },
});
