import Table from 'cli-table3';
import stringWidth from 'string-width';
import { wordsOf, wrapCell } from './wrap-text.ts';

/** A column: its heading, and the alignment of its cells (left for words, right for numbers). */
export type Column = { readonly head: string; readonly align?: 'left' | 'right' };

/** Blanks between two columns: usually, and in narrow terminals. */
const [gap, narrowGap] = [2, 1];

/** Words up to this length are not broken if there is room for them. */
const wholeWord = 24;

/**
 * A table of aligned columns without rules, two spaces apart, with headings if there are any. Widths count characters
 * as a terminal shows them, so that names in any script stay aligned. If the table is wider than `width`, cells are
 * wrapped to several lines, the widest columns first.
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

/** The cells of a column, its width without wrapping, and its least width. */
type Extent = { readonly cells: readonly string[]; readonly natural: number; readonly least: number };

/** The widths of the columns: those of their cells; if that is too wide, with smaller gaps, then with broken words. */
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

/** Limits all columns to one largest width, but none below its least width; null if they still do not fit. */
function widthsWithin(columns: readonly Extent[], room: number): number[] | null {
  for (let most = largest(columns.map(({ natural }) => natural)); most > 0; most--) {
    const widths = columns.map(({ natural, least }) => Math.min(natural, Math.max(most, least)));
    if (widths.reduce((sum, each) => sum + each, 0) <= room) return widths;
  }
  return null;
}

/** The width that a column needs once its cells are wrapped; the rest is free for other columns. */
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

/** The maximum; not Math.max(...values), as there may be more values than a call may have arguments. */
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
