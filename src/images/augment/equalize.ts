import { curvesFrom, type Histogram } from './histograms.ts';
import type { Paint } from './paint.ts';

/** Equalises each colour's histogram, so that all values become about equally frequent: Pillow's ImageOps.equalize. */
export function equalize(): Paint {
  return (canvas) => canvas.bend(curvesFrom(canvas, levelled));
}

function levelled(histogram: Histogram): Uint8Array {
  const present = histogram.filter((count) => count > 0);
  const allButLast = present.reduce((total, count) => total + count, 0) - (present.at(-1) ?? 0);
  const step = Math.floor(allButLast / 255);
  if (present.length <= 1 || step === 0) return Uint8Array.from(histogram, (_, value) => value);
  let below = Math.floor(step / 2);
  return Uint8Array.from(histogram, (count) => {
    const level = Math.floor(below / step);
    below += count;
    return Math.min(level, 255);
  });
}
