import { counted } from '../../base/figures.ts';
import { firstFew } from '../../data/first-few.ts';
import { type MergeResult, mergeClasses } from '../../node/merge-classes.ts';
import { changedText } from '../changed-text.ts';
import { commandLine } from '../command-line.ts';
import { misused } from '../misuse.ts';
import { text, texts } from '../parameters.ts';
import { workOptions } from '../work-options.ts';
import { command } from './command.ts';

/** Makes several classes one. */
export const merge = command({
  arguments: {
    bundle: text('<bundle>', 'what fit has written'),
    labels: texts('<from-and-into...>', 'the classes to take up, then the one that takes them up, which may be new'),
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
  const twice = duplicates > 0 ? ` (enrolled twice and now once: ${counted(duplicates, 'picture')})` : '';
  return `Merged ${firstFew(merged.map(({ label }) => label))} into ${into}: ${counted(pictures, 'picture')}${twice}.`;
}

/** So many ids fit into a command that a person may paste. */
const mostIds = 200;

function undoLines({ bundle, merged, duplicates }: MergeResult): string[] {
  const isShort = duplicates === 0 && merged.every(({ ids }) => ids.length <= mostIds);
  if (!isShort) return ['It cannot be undone in one line: keep a copy of a bundle before such a merge.'];
  const lines = merged.filter(({ ids }) => ids.length > 0);
  return lines.map(({ label, ids }) => `Undo: ${commandLine('relabel', bundle, ...ids, label)}`);
}

function tooFew(labels: readonly string[]) {
  return misused('merge needs the classes to take up, and the one that takes them up', {
    given: labels.length === 0 ? 'no class' : `${labels[0]} alone`,
    expected: 'two labels or more, the last of which stays',
    todo: 'discern merge BUNDLE FROM... INTO',
  });
}
