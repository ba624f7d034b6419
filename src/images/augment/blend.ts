/** Pillow's `Image.blend` of two values: `from` at factor 0, `to` at 1, and beyond; cut to 0..255 and to whole numbers. In float32, as there. */
export function blend(from: number, to: number, factor: number): number {
  const { fround } = Math;
  return Math.trunc(Math.min(Math.max(fround(from + fround(fround(factor) * (to - from))), 0), 255));
}
