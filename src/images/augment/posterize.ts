import { sameCurve } from './colour-step.ts';
import type { Paint } from './paint.ts';

/** Keeps the first `bits` (0 to 8) of every value: Pillow's ImageOps.posterize. 8 changes nothing. */
export function posterize(bits: number): Paint {
  const mask = 256 - 2 ** (8 - bits);
  const curves = sameCurve((value) => value & mask);
  return (canvas) => canvas.bend(curves);
}
