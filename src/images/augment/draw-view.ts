import type { Pixels } from '../pixels.ts';
import { type AffineMap, after } from './affine-map.ts';
import { Canvas } from './canvas.ts';
import { alignedResampler } from './resample-aligned.ts';
import { resampleFree } from './resample-free.ts';
import type { View } from './view.ts';

/** Does what a view says: gives the square, whose colours are those of the picture after all paints. */
export type DrawView = (pixels: Pixels, view: View) => Canvas;

/**
 * A drawer of views of one size. It keeps the canvas that it gives, and works on it again with the next picture: make one
 * for many pictures, not to be shared between threads.
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

/** A view's map, which speaks of the original picture, for a picture that was reduced while it was decoded. */
function mapOnto({ reduction }: Pixels, map: AffineMap): AffineMap {
  if (!reduction) return map;
  const { original, box } = reduction;
  const [x, y] = [box.width / original.width, box.height / original.height];
  return after({ xx: x, xy: 0, x0: box.left, yx: 0, yy: y, y0: box.top }, map);
}

/** Whether the square's sides lie along the picture's. */
function isAligned({ xx, xy, yx, yy }: AffineMap): boolean {
  return (xy === 0 && yx === 0) || (xx === 0 && yy === 0);
}

/** By how much a square may reach beyond the edge: rounding, or the part of a block that a decoder drops. */
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
