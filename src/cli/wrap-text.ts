import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { Output } from './context.ts';

/** How many characters a line of text may have: as many as the terminal shows; without limit in a file or a pipe. */
export function widthOf({ isTerminal, columns }: Pick<Output, 'isTerminal' | 'columns'>): number {
  return isTerminal ? columns : Number.POSITIVE_INFINITY;
}

/**
 * Text whose lines have at most `width` characters, as a terminal counts them. Lines break between words; what follows
 * stands under the text after a label (`to do:  `) or a dash. A longer word, as a path may be, stays whole, so that it
 * can be copied. A command that is shown to be typed breaks as a shell reads it, with a backslash.
 */
export function wrapText(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => (stringWidth(line) <= width ? line : wrapLine(line, width)))
    .join('\n');
}

/** What is never parted when a text is broken into lines: words, and numbers with their units. */
export function wordsOf(text: string): string[] {
  return withUnits(text).split(' ').map(plain);
}

/** Text within `width` characters a line, as the cell of a table: a word that is longer is broken, too. */
export function wrapCell(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const [indent] = /^ */.exec(text) ?? [''];
  const rest = wrapAnsi(withUnits(text.slice(indent.length)), Math.max(1, width - indent.length), { hard: true });
  return plain(rest).replace(/^/gm, indent);
}

/** Spaces, then perhaps a dash, or a label that two spaces part from what it says. */
const labelled = /^(?: {2,}[a-z][a-z ]{1,12}: +| *(?:[-*] |[^\s:][^:]{0,16}: {2,}|[a-z]+ {2,})?)/;

/** A line that holds a command and nothing else. */
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

/** Stands for a blank at which no line is broken: a character for private use, which no text has. */
const kept = '\ue000';

/** A number stays with its unit. */
function withUnits(text: string): string {
  return text.replace(/(\d) (?=(?:%|s|min|h|px|ms|points|[kMGT]?B)(?:[^\w%]|$))/g, `$1${kept}`);
}

function plain(text: string): string {
  return text.replaceAll(kept, ' ');
}
