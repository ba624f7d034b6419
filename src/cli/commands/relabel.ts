import { counted } from '../../base/figures.ts';
import { type RelabelResult, relabelPictures } from '../../node/bundles/relabel-pictures.ts';
import { commandLine } from '../command-line.ts';
import { misused } from '../misuse.ts';
import { text, texts } from '../options/parameters.ts';
import { workOptions } from '../options/work-options.ts';
import { changedText } from '../text/changed-text.ts';
import { command } from './command.ts';

/** Gives enrolled pictures another label. */
export const relabel = command({
  arguments: {
    bundle: text('<bundle>', 'a bundle written by fit'),
    words: texts('<pictures-and-label...>', 'ids or files of enrolled pictures, then the correct label'),
  },
  options: {},
  example: ['discern fit demo/pictures --out emoji', 'discern relabel emoji demo/pictures/train/fox/emojione.png cat'],
  run: async ({ bundle, words }, context) => {
    const label = words.at(-1);
    if (label === undefined || words.length < 2) throw tooFew(words);
    const result = await relabelPictures(bundle, words.slice(0, -1), label, workOptions(context));
    return { json: result, text: [changedText(doneText(result, label), result), ...undoLines(result)].join('\n') };
  },
});

function doneText({ relabelled, duplicates }: RelabelResult, label: string): string {
  if (relabelled.length === 0) return `Nothing to do: the label is already ${label}.`;
  const [first] = relabelled;
  const what =
    relabelled.length === 1
      ? `${first.path} was ${first.from} and is now ${first.to}`
      : `${counted(relabelled.length, 'picture')} are now ${first.to}`;
  return duplicates > 0 ? `${what}; duplicates removed: ${counted(duplicates, 'picture')}.` : `${what}.`;
}

function undoLines({ bundle, relabelled, duplicates }: RelabelResult): string[] {
  if (duplicates > 0) return [];
  const idsByLabel = new Map<string, string[]>();
  for (const { id, from } of relabelled) idsByLabel.set(from, [...(idsByLabel.get(from) ?? []), id]);
  return [...idsByLabel].map(([label, ids]) => `Undo: ${commandLine('relabel', bundle, ...ids, label)}`);
}

function tooFew(words: readonly string[]) {
  return misused('relabel needs pictures and their label', {
    given: words.length === 0 ? 'neither' : `only ${words[0]}`,
    expected: 'ids or files of enrolled pictures, then a label',
    todo: 'see their ids: discern gallery BUNDLE --pictures',
  });
}
