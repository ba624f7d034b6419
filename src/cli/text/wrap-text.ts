import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { Output } from '../context.ts';

/** The longest line in characters: the width of the terminal; unlimited in a file or a pipe. */
export function widthOf({ isTerminal, columns }: Pick<Output, 'isTerminal' | 'columns'>): number {
  return isTerminal ? columns : Number.POSITIVE_INFINITY;
}

/**
 * Wraps text to lines of at most `width` characters, as a terminal counts them. Lines break between words; continuation
 * lines are indented under the text after a label (`to do:  `) or a dash. A longer word, such as a path, is not broken,
 * so that it can be copied. A line that is a command breaks with a backslash, so that a shell can read it.
 */
export function wrapText(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => (stringWidth(line) <= width ? line : wrapLine(line, width)))
    .join('\n');
}

/** The units between which a line may break: words, and numbers together with their units. */
export function wordsOf(text: string): string[] {
  return withUnits(text).split(' ').map(plain);
}

/** Wraps the cell of a table to lines of at most `width` characters; longer words are broken. */
export function wrapCell(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const [indent] = /^ */.exec(text) ?? [''];
  const rest = wrapAnsi(withUnits(text.slice(indent.length)), Math.max(1, width - indent.length), { hard: true });
  return plain(rest).replace(/^/gm, indent);
}

/** The start of a line that continuation lines are indented to: spaces, a dash, or a label followed by two spaces. */
const labelled = /^(?: {2,}[a-z][a-z ]{1,12}: +| *(?:[-*] |[^\s:][^:]{0,16}: {2,}|[a-z]+ {2,})?)/;

/** Matches a line that holds only a command. */
const shownCommand = /^(?: {2}|Next: +)(?:npx )?(?:discern|node \S+) [^'"]*$/;

function wrapLine(line: string, width: number): string {
  const [label] = labelled.exec(line) ?? [''];
  const hung = stringWidth(label);
  if (hung > width / 2) return plain(wrapAnsi(withUnits(line), width, { hard: false }));
  const isCommand = shownCommand.test(line);
  const indent = ' '.repeat(hung + (isCommand || line.startsWith('discern: ') ? 2 : 0));
  const room = Math.max(1, width - indent.length - (isCommand ? 2 : 0));
  const lines = plain(wrapAnsi(withUnits(line.slice(label.length)), room, { hard: false })).split('\n');
  return `${label}${lines.join(`${isCommand ? ' \\' : ''}\n${indent}`)}`;
}

/** Stands for a blank at which no line breaks: a private-use character, which no text contains. */
const kept = '\ue000';

/** Replaces the blank between a number and its unit, so that they stay on one line. */
function withUnits(text: string): string {
  return text.replace(/(\d) (?=(?:%|s|min|h|px|ms|points|[kMGT]?B)(?:[^\w%]|$))/g, `$1${kept}`);
}

function plain(text: string): string {
  return text.replaceAll(kept, ' ');
}
