import { framing } from '../framing.ts';
import type { Size } from '../pixels.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { type AffineMap, after } from './affine-map.ts';
import type { Paint } from './paint.ts';

/**
 * What becomes of one picture, drawn but not yet done: where each pixel of the network's square comes from, and what is
 * done to its colours afterwards. All geometry is one map, so that a picture is resampled once.
 */
export type View = {
  /** The upright picture, in pixels. */
  readonly picture: Size;
  /** Side of the network's square, in pixels. */
  readonly sizePx: number;
  /** From a point of the square to the point of the picture that is seen there. */
  readonly map: AffineMap;
  /** How the picture is resampled, with antialiasing where it is reduced; what is turned or sheared always bilinearly. */
  readonly interpolation: Preprocessing['interpolation'];
  /** What is seen beyond the picture's edge: a colour (R, G, B in 0..255), or null for the edge's own colours going on. */
  readonly beyond: readonly [number, number, number] | null;
  /** Done to the square one after the other. */
  readonly paints: readonly Paint[];
};

/** The view that `prepare` gives: the centre of the picture, untouched. */
export function plainView(picture: Size, preprocessing: Preprocessing): View {
  const { across, down } = framing(picture, preprocessing);
  const [scaleX, scaleY] = [picture.width / across.outSize, picture.height / down.outSize];
  const map = { xx: scaleX, xy: 0, x0: across.from * scaleX, yx: 0, yy: scaleY, y0: down.from * scaleY };
  const { sizePx, interpolation } = preprocessing;
  return { picture, sizePx, map, interpolation, beyond: null, paints: [] };
}

/** The view of what `moved` brings to each point of the square: a map from the square to the square. */
export function seenThrough(view: View, moved: AffineMap): View {
  return { ...view, map: after(view.map, moved) };
}

/** The view with one thing more done to its colours. */
export function painted(view: View, paint: Paint): View {
  return { ...view, paints: [...view.paints, paint] };
}
