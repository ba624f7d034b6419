import { shellWord } from '../node/shell-word.ts';

/** A command of ours that can be pasted into a shell. */
export function commandLine(...words: readonly string[]): string {
  return ['discern', ...words.map((word) => shellWord(word))].join(' ');
}
