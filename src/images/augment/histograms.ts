import type { Canvas, Curves } from './canvas.ts';

/** How often each value occurs, [256]. */
export type Histogram = Int32Array;

/** The curves that each colour's histogram asks for. */
export function curvesFrom(canvas: Canvas, curve: (histogram: Histogram) => Uint8Array): Curves {
  const [reds, greens, blues] = [new Int32Array(256), new Int32Array(256), new Int32Array(256)];
  const { pixels } = canvas;
  for (let i = 0; i < pixels.length; i += 3) {
    reds[pixels[i]]++;
    greens[pixels[i + 1]]++;
    blues[pixels[i + 2]]++;
  }
  return [curve(reds), curve(greens), curve(blues)];
}
