import { type Windows, windowCounts } from './operators/windows.ts';
import { pad, reshape, slice } from './ops.ts';
import type { Value } from './value.ts';

/**
 * Images [C, N, H, W] and windows of stride 1 laid on one grid of N pictures, `rows` x `columns`, with zeros between
 * pictures and at the ends of rows, so that moving from one tap to another is the same step for every window: what lies
 * under a tap is one piece of the flattened grid.
 */
export type Grid = {
  readonly windows: Windows;
  /** Windows down and across. */
  readonly counts: readonly number[];
  /** Of one picture with its zeros. */
  readonly rows: number;
  readonly columns: number;
  /** Cells of all pictures. */
  readonly length: number;
  /** The cell of each tap, row-major, for the first window. */
  readonly offsets: readonly number[];
};

/** The grid of images [C, N, H, W] under windows of stride 1. */
export function gridOf([, n, height, width]: readonly number[], windows: Windows): Grid {
  const [top, left, bottom, right] = windows.pads;
  const [rows, columns] = [height + Math.max(top, bottom), width + Math.max(left, right)];
  const offsets = Array.from({ length: windows.kernel[0] * windows.kernel[1] }, (_, tap) => {
    const [down, across] = [Math.floor(tap / windows.kernel[1]), tap % windows.kernel[1]];
    return down * windows.dilations[0] * columns + across * windows.dilations[1];
  });
  const counts = windowCounts([height, width], windows);
  return { windows, counts, rows, columns, length: n * rows * columns, offsets };
}

/** Images [C, N, H, W] on the grid, flat: [C, length + what the last tap reaches beyond]. */
export function onGrid(images: Value, { windows, rows, columns, length, offsets }: Grid): Value {
  const [channels, , height, width] = images.shape;
  const [top, left] = windows.pads;
  const laid = pad(images, [0, 0, top, left], [0, 0, rows - Number(height) - top, columns - Number(width) - left]);
  return pad(reshape(laid, [Number(channels), length]), [0, 0], [0, offsets[offsets.length - 1]]);
}

/** A number a window, [M, N, H', W'], on the grid, flat: [M, length]. */
export function windowsOnGrid(values: Value, { counts, rows, columns, length }: Grid): Value {
  return reshape(pad(values, [0, 0, 0, 0], [0, 0, rows - counts[0], columns - counts[1]]), [-1, length]);
}

/** What lies `offset` cells on from each cell. */
export function shifted(flat: Value, offset: number, { length }: Grid): Value {
  return slice(flat, 1, offset, offset + length);
}
