import { blend } from './blend.ts';
import { sameCurve } from './colour-step.ts';
import type { Paint } from './paint.ts';

/**
 * Multiplies every value by `factor`: Pillow's ImageEnhance.Brightness and torchvision's `adjust_brightness`. 1 changes
 * nothing.
 */
export function brightness(factor: number): Paint {
  const curves = sameCurve((value) => blend(0, value, factor));
  return (canvas) => canvas.bend(curves);
}
