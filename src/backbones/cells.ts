import { type Matrix, matrix, row } from '../base/matrix.ts';

/** Where the cells of a picture lie in a tensor of one picture. Cells are counted row by row. */
export type CellLayout = {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  /** Distance between the first numbers of neighbouring cells. */
  readonly cellStep: number;
  /** Distance between neighbouring channels of a cell. */
  readonly channelStep: number;
  /** Index of the first number of the first cell: tokens of no place, such as the class token, come before. */
  readonly offset: number;
};

/** More tokens than this before those of the picture: it is not a list of tokens. */
const mostPrefixTokens = 8;

/**
 * How the cells of a picture lie in a tensor of this shape: maps [1, C, h, h] or [1, h, h, C], tokens [1, T, C] or
 * [1, C, T], where T is a square number, plus at most 8 tokens of no place (class token, registers). Pictures are
 * square, so their maps are. Null where the shape is none of these, or where there is only one cell.
 */
export function cellLayout(shape: readonly number[]): CellLayout | null {
  const [batch, a, b, c] = shape;
  if (batch !== 1) return null;
  if (shape.length === 4 && b === c && b > 1)
    return { ...grid(b), channels: a, cellStep: 1, channelStep: b * c, offset: 0 };
  if (shape.length === 4 && a === b && a > 1)
    return { ...grid(a), channels: c, cellStep: c, channelStep: 1, offset: 0 };
  if (shape.length !== 3) return null;
  const [tokens, channelsFirst] = [tokenGrid(a), tokenGrid(b)];
  if (tokens) return { ...grid(tokens.side), channels: b, cellStep: b, channelStep: 1, offset: tokens.prefix * b };
  return (
    channelsFirst && {
      ...grid(channelsFirst.side),
      channels: a,
      cellStep: 1,
      channelStep: b,
      offset: channelsFirst.prefix,
    }
  );
}

function grid(side: number) {
  return { rows: side, columns: side };
}

function tokenGrid(count: number): { readonly side: number; readonly prefix: number } | null {
  const side = Math.floor(Math.sqrt(count));
  const prefix = count - side * side;
  return side > 1 && prefix <= mostPrefixTokens ? { side, prefix } : null;
}

/** The features of every cell, [cells, channels]. */
export function cellsOf(data: Float32Array, { rows, columns, channels, ...steps }: CellLayout): Matrix {
  const cells = matrix(rows * columns, channels);
  for (let i = 0; i < cells.rows; i++) {
    const features = row(cells, i);
    for (let c = 0; c < channels; c++) features[c] = data[steps.offset + i * steps.cellStep + c * steps.channelStep];
  }
  return cells;
}

/** The sum over the channels of every cell, [cells]; long sums in float64. */
export function sumsOfCells(data: Float32Array, layout: CellLayout): Float64Array {
  const cells = cellsOf(data, layout);
  return Float64Array.from({ length: cells.rows }, (_, i) => row(cells, i).reduce((sum, value) => sum + value, 0));
}
