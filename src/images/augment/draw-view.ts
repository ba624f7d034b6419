import type { Pixels } from '../pixels.ts';
import { type AffineMap, composed } from './affine-map.ts';
import { Canvas } from './canvas.ts';
import { alignedResampler } from './resample-aligned.ts';
import { resampleFree } from './resample-free.ts';
import type { View } from './view.ts';

/** Draws a view of a picture: gives the square after all paints. */
export type DrawView = (pixels: Pixels, view: View) => Canvas;

/**
 * Makes a function that draws views of one size. It reuses one canvas for all pictures, so use a result before the next
 * call, and do not share the function between threads.
 */
export function viewDrawer(sizePx: number): DrawView {
  const canvas = new Canvas(sizePx);
  const resampleAligned = alignedResampler(sizePx);
  return (pixels, view) => {
    const { interpolation } = view;
    const map = mapOnto(pixels, view.map);
    if (isAligned(map) && isWithin(pixels, map, sizePx)) {
      resampleAligned(pixels, { map, interpolation }, canvas.clear());
    } else resampleFree(pixels, { ...view, map }, canvas.clear());
    for (const paint of view.paints) paint(canvas);
    return canvas;
  };
}

/** The view's map, given in pixels of the original picture, for a picture that the decoder reduced. */
function mapOnto({ reduction }: Pixels, map: AffineMap): AffineMap {
  if (!reduction) return map;
  const { original, box } = reduction;
  const [x, y] = [box.width / original.width, box.height / original.height];
  return composed({ xx: x, xy: 0, x0: box.left, yx: 0, yy: y, y0: box.top }, map);
}

/** Whether the square's sides are parallel to the picture's. */
function isAligned({ xx, xy, yx, yy }: AffineMap): boolean {
  return (xy === 0 && yx === 0) || (xx === 0 && yy === 0);
}

/**
 * How far, in pixels, a square may reach beyond the edge: a rounding error, or the incomplete block that a decoder
 * drops.
 */
const slackPx = { whole: 1e-6, reduced: 1 } as const;

function isWithin(
  { width, height, reduction }: Pixels,
  { xx, xy, x0, yx, yy, y0 }: AffineMap,
  sizePx: number,
): boolean {
  const [x1, y1] = [x0 + (xx + xy) * sizePx, y0 + (yx + yy) * sizePx];
  const slack = reduction ? slackPx.reduced : slackPx.whole;
  return isBetween(x0, x1, width, slack) && isBetween(y0, y1, height, slack);
}

function isBetween(from: number, to: number, size: number, slack: number): boolean {
  return Math.min(from, to) > -slack && Math.max(from, to) < size + slack;
}
