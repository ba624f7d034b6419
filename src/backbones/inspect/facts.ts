import { DiscernError } from '../../base/error.ts';
import type { Preprocessing } from '../../images/preprocessing.ts';

/**
 * What one source states about a model's preprocessing; any part may be missing. Units as in Preprocessing. A part is
 * read only where no better source has it, because reading it throws `bad-data` where its value is out of range.
 */
export type Facts = { readonly [Key in keyof Preprocessing]?: Preprocessing[Key] | undefined };

/** Three numbers, one per channel (R, G, B). */
export type Triple = readonly [number, number, number];

/** Applies `change` to each channel. */
export function eachChannel([r, g, b]: Triple, change: (value: number, channel: number) => number): Triple {
  return [change(r, 0), change(g, 1), change(b, 2)];
}

/**
 * The side of a square, from its height and width. Throws `unsupported` where they differ: networks must take squares.
 */
export function squareSide(height: number, width: number): number {
  if (height === width) return height;
  throw new DiscernError('unsupported', `the model takes ${width} x ${height} pixels, which is not a square`, {
    given: `height ${height}, width ${width}`,
    expected: 'a square input',
    todo: 'export the model for a square input',
  });
}
