import { curvesFrom, type Histogram } from './histograms.ts';
import type { Paint } from './paint.ts';

/** Stretches each colour so that its least value becomes 0 and its greatest 255: Pillow's ImageOps.autocontrast. */
export function autoContrast(): Paint {
  return (canvas) => canvas.bend(curvesFrom(canvas, stretched));
}

function stretched(histogram: Histogram): Uint8Array {
  const least = histogram.findIndex((count) => count > 0);
  const most = histogram.findLastIndex((count) => count > 0);
  if (most <= least) return Uint8Array.from(histogram, (_, value) => value);
  const scale = 255 / (most - least);
  return Uint8Array.from(histogram, (_, value) => Math.min(Math.max(value * scale - least * scale, 0), 255));
}
