import Table from 'cli-table3';

/** A column: its heading, and whether its cells stand left (words) or right (numbers). */
export type Column = { readonly head: string; readonly align?: 'left' | 'right' };

/**
 * Aligned columns without lines, two spaces apart, headings first. Widths count characters as a terminal shows them,
 * so names in any script stay aligned.
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align = 'left' }) => align),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: noLines,
  });
  lines.push(...rows.map((cells) => [...cells]));
  return lines.toString().replace(/ +$/gm, '');
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
