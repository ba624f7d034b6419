/** Pillow's `Image.blend` of two values: `from` at factor 0, `to` at 1, and beyond; cut to 0..255 and to whole numbers. */
export function blend(from: number, to: number, factor: number): number {
  return Math.trunc(Math.min(Math.max(from + factor * (to - from), 0), 255));
}
