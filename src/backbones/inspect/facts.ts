import { DiscernError } from '../../base/error.ts';
import type { Preprocessing } from '../../images/preprocessing.ts';

/**
 * What one source says of a model's preprocessing: any part of it may be missing. Units as in Preprocessing. Parts are
 * looked at one by one, only where no better source has them: reading one throws `bad-data` where it makes no sense.
 */
export type Facts = { readonly [Key in keyof Preprocessing]?: Preprocessing[Key] | undefined };

/** Three numbers, one a channel (R, G, B). */
export type Triple = readonly [number, number, number];

/** Applies `change` to each channel. */
export function eachChannel([r, g, b]: Triple, change: (value: number, channel: number) => number): Triple {
  return [change(r, 0), change(g, 1), change(b, 2)];
}

/** The side of a square given as height and width. Throws `unsupported` where they differ: networks here take squares. */
export function squareSide(height: number, width: number): number {
  if (height === width) return height;
  throw new DiscernError('unsupported', `the model takes ${width} x ${height} pixels, which is no square`, {
    given: `height ${height}, width ${width}`,
    expected: 'a square input',
    todo: 'export the model for a square input',
  });
}
