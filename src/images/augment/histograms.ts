import type { Canvas } from './canvas.ts';
import type { Curves } from './colour-step.ts';

/** How often each value occurs, [256]. */
export type Histogram = Int32Array;

/** Makes a curve for each colour from its histogram. */
export function curvesFrom(canvas: Canvas, curve: (histogram: Histogram) => Uint8Array): Curves {
  const [reds, greens, blues] = [new Int32Array(256), new Int32Array(256), new Int32Array(256)];
  const bytes = canvas.bytes();
  for (let i = 0; i < bytes.length; i += 4) {
    reds[bytes[i]]++;
    greens[bytes[i + 1]]++;
    blues[bytes[i + 2]]++;
  }
  return [curve(reds), curve(greens), curve(blues)];
}
