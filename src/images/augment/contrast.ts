import { blend } from './blend.ts';
import { sameCurve } from './colour-step.ts';
import type { Paint } from './paint.ts';

/**
 * Scales every value's distance from the mean luma by `factor`: Pillow's ImageEnhance.Contrast and torchvision's
 * `adjust_contrast`. 1 changes nothing, 0 gives a grey square.
 */
export function contrast(factor: number): Paint {
  return (canvas) => {
    const mean = Math.floor(canvas.meanLuma() + 0.5);
    canvas.bend(sameCurve((value) => blend(mean, value, factor)));
  };
}
