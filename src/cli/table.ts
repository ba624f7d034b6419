import Table from 'cli-table3';
import stringWidth from 'string-width';
import { wrapCell } from './wrap-text.ts';

/** A column: its heading, and whether its cells stand left (words) or right (numbers). */
export type Column = { readonly head: string; readonly align?: 'left' | 'right' };

/** Blanks between two columns. */
const gap = 2;

/** A word of up to so many characters is not broken where there is room for it. */
const wholeWord = 14;

/**
 * Aligned columns without lines, two spaces apart, headings first where there are any. Widths count characters as a
 * terminal shows them, so names in any script stay aligned. Where a table is wider than `width`, its cells have several
 * lines: the widest columns give way first.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number = Number.POSITIVE_INFINITY,
): string {
  const heads = columns.map(({ head }) => head);
  const widths = columnWidths([heads, ...rows], width);
  const lines = new Table({
    head: heads.some((head) => head !== '') ? heads.map((head, column) => wrapCell(head, widths[column])) : [],
    colAligns: columns.map(({ align = 'left' }) => align),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap },
    chars: noLines,
  });
  lines.push(...rows.map((cells) => cells.map((cell, column) => wrapCell(cell, widths[column]))));
  return lines.toString().replace(/ +$/gm, '');
}

/** As wide as their cells; where that is too much all are cut to one width, though not below their longest words. */
function columnWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const columns = rows[0].map((_, column) => rows.map((cells) => cells[column] ?? ''));
  const natural = columns.map((cells) => Math.max(...cells.map((cell) => stringWidth(cell))));
  const words = columns.map((cells) => Math.min(wholeWord, Math.max(...cells.map(longestWord))));
  const room = width - gap * (columns.length - 1);
  const isWithin = (widths: readonly number[]) => widths.reduce((sum, each) => sum + each, 0) <= room;
  if (isWithin(natural)) return natural;
  for (const least of [words, words.map(() => 4), words.map(() => 1)]) {
    for (let most = Math.max(...natural); most > 0; most--) {
      const widths = natural.map((each, column) => Math.min(each, Math.max(most, least[column])));
      if (isWithin(widths)) return widths;
    }
  }
  return natural.map(() => 1);
}

function longestWord(cell: string): number {
  return Math.max(...cell.split(' ').map((word) => stringWidth(word))) + cell.length - cell.trimStart().length;
}

const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
