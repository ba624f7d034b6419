/**
 * An affine map of the plane, (x, y) -> (xx x + xy y + x0, yx x + yy y + y0), in pixels. The origin is the upper left
 * corner of the first pixel: the centre of pixel i is at i + 0.5.
 */
export type AffineMap = {
  readonly xx: number;
  readonly xy: number;
  readonly x0: number;
  readonly yx: number;
  readonly yy: number;
  readonly y0: number;
};

/** The translation by (x, y). */
export function translation(x: number, y: number): AffineMap {
  return { xx: 1, xy: 0, x0: x, yx: 0, yy: 1, y0: y };
}

/** The scaling by (x, y) from the origin. */
export function scaling(x: number, y: number): AffineMap {
  return { xx: x, xy: 0, x0: 0, yx: 0, yy: y, y0: 0 };
}

/** The linear map (no translation) that sends (1, 0) and (0, 1) to these two points, the columns of its matrix. */
export function linearMap([xx, yx]: readonly [number, number], [xy, yy]: readonly [number, number]): AffineMap {
  return { xx, xy, x0: 0, yx, yy, y0: 0 };
}

/** The composition of two maps: a point goes through `inner` first, then through `outer`. */
export function composed(outer: AffineMap, inner: AffineMap): AffineMap {
  return {
    xx: outer.xx * inner.xx + outer.xy * inner.yx,
    xy: outer.xx * inner.xy + outer.xy * inner.yy,
    x0: outer.xx * inner.x0 + outer.xy * inner.y0 + outer.x0,
    yx: outer.yx * inner.xx + outer.yy * inner.yx,
    yy: outer.yx * inner.xy + outer.yy * inner.yy,
    y0: outer.yx * inner.x0 + outer.yy * inner.y0 + outer.y0,
  };
}

/** The same map with the fixed point (x, y) in place of the origin. */
export function aroundPoint(x: number, y: number, map: AffineMap): AffineMap {
  return composed(translation(x, y), composed(map, translation(-x, -y)));
}

/** The inverse of a map, whose determinant must not be 0. */
export function inverse({ xx, xy, x0, yx, yy, y0 }: AffineMap): AffineMap {
  const area = xx * yy - xy * yx;
  const [ixx, ixy, iyx, iyy] = [yy / area, -xy / area, -yx / area, xx / area];
  return { xx: ixx, xy: ixy, x0: -(ixx * x0 + ixy * y0), yx: iyx, yy: iyy, y0: -(iyx * x0 + iyy * y0) };
}

/** Sine and cosine of an angle in degrees; exactly -1, 0 or 1 for multiples of 90. */
export function sineCosine(degrees: number): { readonly sine: number; readonly cosine: number } {
  const angle = (degrees * Math.PI) / 180;
  if (degrees % 90 !== 0) return { sine: Math.sin(angle), cosine: Math.cos(angle) };
  return { sine: Math.round(Math.sin(angle)), cosine: Math.round(Math.cos(angle)) };
}
