import { sameCurve } from './colour-step.ts';
import type { Paint } from './paint.ts';

/** Inverts values of `threshold` and above: Pillow's ImageOps.solarize. 256 changes nothing. */
export function solarize(threshold: number): Paint {
  const curves = sameCurve((value) => (value < threshold ? value : 255 - value));
  return (canvas) => canvas.bend(curves);
}
