/**
 * A map of the plane, (x, y) -> (xx x + xy y + x0, yx x + yy y + y0), in pixels, with the origin at the upper left
 * corner of the first pixel: the centre of pixel i lies at i + 0.5.
 */
export type AffineMap = {
  readonly xx: number;
  readonly xy: number;
  readonly x0: number;
  readonly yx: number;
  readonly yy: number;
  readonly y0: number;
};

/** The map that moves by (x, y). */
export function shift(x: number, y: number): AffineMap {
  return { xx: 1, xy: 0, x0: x, yx: 0, yy: 1, y0: y };
}

/** The map that stretches by (x, y), from the origin. */
export function stretch(x: number, y: number): AffineMap {
  return { xx: x, xy: 0, x0: 0, yx: 0, yy: y, y0: 0 };
}

/** The map without a shift whose columns are where (1, 0) and (0, 1) go. */
export function linear([xx, yx]: readonly [number, number], [xy, yy]: readonly [number, number]): AffineMap {
  return { xx, xy, x0: 0, yx, yy, y0: 0 };
}

/** `outer` after `inner`: a point goes through `inner` first. */
export function after(outer: AffineMap, inner: AffineMap): AffineMap {
  return {
    xx: outer.xx * inner.xx + outer.xy * inner.yx,
    xy: outer.xx * inner.xy + outer.xy * inner.yy,
    x0: outer.xx * inner.x0 + outer.xy * inner.y0 + outer.x0,
    yx: outer.yx * inner.xx + outer.yy * inner.yx,
    yy: outer.yx * inner.xy + outer.yy * inner.yy,
    y0: outer.yx * inner.x0 + outer.yy * inner.y0 + outer.y0,
  };
}

/** The same map, seen from a point that stays where it is. */
export function about(x: number, y: number, map: AffineMap): AffineMap {
  return after(shift(x, y), after(map, shift(-x, -y)));
}

/** The map that undoes this one. It must not squeeze the plane flat. */
export function inverse({ xx, xy, x0, yx, yy, y0 }: AffineMap): AffineMap {
  const area = xx * yy - xy * yx;
  const [ixx, ixy, iyx, iyy] = [yy / area, -xy / area, -yx / area, xx / area];
  return { xx: ixx, xy: ixy, x0: -(ixx * x0 + ixy * y0), yx: iyx, yy: iyy, y0: -(iyx * x0 + iyy * y0) };
}

/** Sine and cosine of degrees; exactly -1, 0 or 1 for whole quarter turns. */
export function turn(degrees: number): { readonly sine: number; readonly cosine: number } {
  const angle = (degrees * Math.PI) / 180;
  if (degrees % 90 !== 0) return { sine: Math.sin(angle), cosine: Math.cos(angle) };
  return { sine: Math.round(Math.sin(angle)), cosine: Math.round(Math.cos(angle)) };
}
