import type { Paint } from './paint.ts';

/**
 * Scales every value's distance from its pixel's luma by `factor`: Pillow's ImageEnhance.Color and torchvision's
 * `adjust_saturation`. 1 changes nothing, 0 leaves greys.
 */
export function saturation(factor: number): Paint {
  return (canvas) => canvas.saturate(factor);
}
