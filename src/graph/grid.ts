import { type Windows, windowCounts } from './operators/windows.ts';
import { pad, reshape, slice } from './ops.ts';
import { sizes, type Value } from './value.ts';

/**
 * One grid on which images [C, N, H, W] with their zeros lie for windows of stride 1: N pictures of `rows` x `columns`
 * cells. From one tap to another is the same step for every window, so the pixels under a tap are one contiguous piece
 * of the flattened grid. The zeros at the end of a row also serve as those before the next row, and the zeros below a
 * picture as those above the next.
 */
export type Grid = {
  readonly windows: Windows;
  /** Number of windows down and across. */
  readonly counts: readonly number[];
  /** Size of one picture with its zeros. */
  readonly rows: number;
  readonly columns: number;
  /** Number of cells of all pictures. */
  readonly length: number;
};

/** The grid of images [C, N, H, W] under windows of stride 1. */
export function gridOf([, n, height, width]: readonly number[], windows: Windows): Grid {
  const [top, left, bottom, right] = windows.pads;
  const [rows, columns] = [height + Math.max(top, bottom), width + Math.max(left, right)];
  return { windows, counts: windowCounts([height, width], windows), rows, columns, length: n * rows * columns };
}

/** The pixels of images [C, N, H, W] under the first tap of each kernel row: [C, length] each. */
export function underRows(images: Value, grid: Grid): Value[] {
  const { kernel, dilations } = grid.windows;
  const flat = onGrid(images, grid);
  return Array.from({ length: kernel[0] }, (_, row) => piece(flat, row * dilations[0] * grid.columns, grid));
}

/** One number per window, [M, N, H', W'], shifted for each kernel column: [M, length] each. */
export function byColumns(values: Value, grid: Grid): Value[] {
  const { counts, rows, columns, length, windows } = grid;
  const laid = pad(values, [0, 0, 0, 0], [0, 0, rows - counts[0], columns - counts[1]]);
  const flat = reshape(laid, [Number(values.shape[0]), length]);
  const furthest = (windows.kernel[1] - 1) * windows.dilations[1];
  const after = pad(flat, [0, furthest], [0, 0]);
  return Array.from({ length: windows.kernel[1] }, (_, column) =>
    piece(after, furthest - column * windows.dilations[1], grid),
  );
}

/** Images laid on the grid and flattened, followed by as many zeros as the last tap reaches: [C, length + ...]. */
function onGrid(images: Value, { windows, rows, columns, length }: Grid): Value {
  const [top, left] = windows.pads;
  const [channels, n, height, width] = sizes(images.shape);
  const beyond = (windows.kernel[0] - 1) * windows.dilations[0];
  // With many pictures, one more picture of zeros costs little to pad with the others; with few it would be too large.
  const spare = n >= 8 && beyond <= rows ? 1 : 0;
  const laid = pad(images, [0, 0, top, left], [0, spare, rows - height - top, columns - width - left]);
  const flat = reshape(laid, [channels, length + spare * rows * columns]);
  return spare ? flat : pad(flat, [0, 0], [0, beyond * columns]);
}

function piece(flat: Value, offset: number, { length }: Grid): Value {
  return slice(flat, 1, offset, offset + length);
}
