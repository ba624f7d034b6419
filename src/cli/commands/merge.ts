import { counted } from '../../base/figures.ts';
import { firstFew } from '../../data/first-few.ts';
import { type MergeResult, mergeClasses } from '../../node/bundles/merge-classes.ts';
import { commandLine } from '../command-line.ts';
import { misused } from '../misuse.ts';
import { text, texts } from '../options/parameters.ts';
import { workOptions } from '../options/work-options.ts';
import { changedText } from '../text/changed-text.ts';
import { command } from './command.ts';

/** Merges several classes into one. */
export const merge = command({
  arguments: {
    bundle: text('<bundle>', 'a bundle written by fit'),
    labels: texts('<from-and-into...>', 'the classes to merge, then the class to merge them into (may be new)'),
  },
  options: {},
  example: ['discern fit demo/pictures --out emoji', 'discern merge emoji fox cat animal'],
  run: async ({ bundle, labels }, context) => {
    const into = labels.at(-1);
    if (into === undefined || labels.length < 2) throw tooFew(labels);
    const result = await mergeClasses(bundle, labels.slice(0, -1), into, workOptions(context));
    return { json: result, text: [changedText(doneText(result), result), ...undoLines(result)].join('\n') };
  },
});

function doneText({ merged, into, duplicates }: MergeResult): string {
  const pictures = merged.reduce((sum, { ids }) => sum + ids.length, 0);
  const twice = duplicates > 0 ? ` (duplicates removed: ${counted(duplicates, 'picture')})` : '';
  return `Merged ${firstFew(merged.map(({ label }) => label))} into ${into}: ${counted(pictures, 'picture')}${twice}.`;
}

/** The undo command is shown for at most this many ids. */
const maxIds = 200;

function undoLines({ bundle, merged, duplicates }: MergeResult): string[] {
  const isShort = duplicates === 0 && merged.every(({ ids }) => ids.length <= maxIds);
  if (!isShort) return ['One command cannot undo this: copy the bundle before such a merge.'];
  const lines = merged.filter(({ ids }) => ids.length > 0);
  return lines.map(({ label, ids }) => `Undo: ${commandLine('relabel', bundle, ...ids, label)}`);
}

function tooFew(labels: readonly string[]) {
  return misused('merge needs the classes to merge, and the class to merge them into', {
    given: labels.length === 0 ? 'no class' : `only ${labels[0]}`,
    expected: 'two labels or more; the last one stays',
    todo: 'discern merge BUNDLE FROM... INTO',
  });
}
