/**
 * Pillow's `Image.blend` of two values: `from` at factor 0, `to` at factor 1, extrapolated beyond. The result is
 * clipped to 0..255 and truncated to a whole number. Computed in float32, as in Pillow.
 */
export function blend(from: number, to: number, factor: number): number {
  const { fround } = Math;
  return Math.trunc(Math.min(Math.max(fround(from + fround(fround(factor) * (to - from))), 0), 255));
}
