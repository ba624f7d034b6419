import Table from 'cli-table3';
import stringWidth from 'string-width';
import { wordsOf, wrapCell } from './wrap-text.ts';

/** A column: its heading, and whether its cells stand left (words) or right (numbers). */
export type Column = { readonly head: string; readonly align?: 'left' | 'right' };

/** Blanks between two columns, where there is room, and where there is none. */
const [gap, narrowGap] = [2, 1];

/** A word of up to so many characters is not broken where there is room for it. */
const wholeWord = 24;

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
  const layout = layoutOf([heads, ...rows], width);
  const wrapped = (cells: readonly string[]) => cells.map((cell, column) => wrapCell(cell, layout.widths[column]));
  const lines = new Table({
    head: heads.some((head) => head !== '') ? wrapped(heads) : [],
    colAligns: columns.map(({ align = 'left' }) => align),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': layout.gap },
    chars: noLines,
  });
  for (const cells of rows) lines.push(wrapped(cells));
  return lines.toString().replace(/ +$/gm, '');
}

type Layout = { readonly widths: readonly number[]; readonly gap: number };

/** The texts of a column, and how wide it is: as they stand, and at least. */
type Extent = { readonly cells: readonly string[]; readonly natural: number; readonly least: number };

/** As wide as their cells; where that is too much, nearer together, and at last with words broken. */
function layoutOf(rows: readonly (readonly string[])[], width: number): Layout {
  const columns = rows[0].map((_, column) => extentOf(rows.map((cells) => cells[column] ?? '')));
  const broken = (least: number) => columns.map((column) => ({ ...column, least: Math.min(column.least, least) }));
  for (const [extents, between] of [
    [columns, gap],
    [columns, narrowGap],
    [broken(4), narrowGap],
    [broken(1), narrowGap],
  ] as const) {
    const room = width - between * (columns.length - 1);
    const widths = widthsWithin(extents, room);
    if (widths === null) continue;
    const used = extents.map((extent, column) => usedOf(extent, widths[column]));
    return { widths: widthsWithin(used, room) ?? widths, gap: between };
  }
  return { widths: columns.map(() => 1), gap: narrowGap };
}

function extentOf(cells: readonly string[]): Extent {
  return { cells, natural: widest(cells), least: Math.min(wholeWord, largest(cells.map(longestWord))) };
}

/** All columns cut to one width, though none below its least; null where that is too wide. */
function widthsWithin(columns: readonly Extent[], room: number): number[] | null {
  for (let most = largest(columns.map(({ natural }) => natural)); most > 0; most--) {
    const widths = columns.map(({ natural, least }) => Math.min(natural, Math.max(most, least)));
    if (widths.reduce((sum, each) => sum + each, 0) <= room) return widths;
  }
  return null;
}

/** What a column takes of its width, once its cells are broken into lines: the rest is for others. */
function usedOf({ cells, natural, least }: Extent, width: number): Extent {
  const used = widest(cells.flatMap((cell) => wrapCell(cell, width).split('\n')));
  return { cells, natural: used < width ? used : natural, least };
}

function longestWord(cell: string): number {
  return widest(wordsOf(cell.trimStart())) + cell.length - cell.trimStart().length;
}

function widest(texts: readonly string[]): number {
  return largest(texts.map((text) => stringWidth(text)));
}

/** Of any number of numbers: a gallery may have more classes than a call may have arguments. */
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
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
