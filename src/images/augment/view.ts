import { framing } from '../framing.ts';
import type { Size } from '../pixels.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { type AffineMap, composed } from './affine-map.ts';
import type { Paint } from './paint.ts';

/**
 * Describes one augmented picture before it is computed: where each pixel of the network's square comes from, and what
 * is done to its colours afterwards. All geometry is one map, so that a picture is resampled only once.
 */
export type View = {
  /** Size of the upright picture, in pixels. */
  readonly picture: Size;
  /** Side of the network's square, in pixels. */
  readonly sizePx: number;
  /** Maps a point of the square to the point of the picture that is seen there. */
  readonly map: AffineMap;
  /**
   * The interpolation, with antialiasing where the picture is reduced. Rotated or sheared views are always bilinear.
   */
  readonly interpolation: Preprocessing['interpolation'];
  /** What is seen beyond the picture's edge: a colour (R, G, B in 0..255), or null, which repeats the edge pixels. */
  readonly beyond: readonly [number, number, number] | null;
  /** Applied to the square, one after the other. */
  readonly paints: readonly Paint[];
};

/** The view that `prepare` gives: the centre of the picture, unchanged. */
export function plainView(picture: Size, preprocessing: Preprocessing): View {
  const { across, down } = framing(picture, preprocessing);
  const [scaleX, scaleY] = [picture.width / across.outSize, picture.height / down.outSize];
  const map = { xx: scaleX, xy: 0, x0: across.from * scaleX, yx: 0, yy: scaleY, y0: down.from * scaleY };
  const { sizePx, interpolation } = preprocessing;
  return { picture, sizePx, map, interpolation, beyond: null, paints: [] };
}

/** The view after a map from the square to itself: each point of the square shows the point that `moved` gives. */
export function withMap(view: View, moved: AffineMap): View {
  return { ...view, map: composed(view.map, moved) };
}

/** The view with one more paint. */
export function withPaint(view: View, paint: Paint): View {
  return { ...view, paints: [...view.paints, paint] };
}
