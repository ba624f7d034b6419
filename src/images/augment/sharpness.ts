import type { Paint } from './paint.ts';

/** Pillow's filter SMOOTH: weight 5 for the centre, 1 for each neighbour. */
const smooth = { centre: 5, sum: 13 } as const;

/**
 * Scales every value's distance from the mean of its neighbourhood by `factor`: Pillow's ImageEnhance.Sharpness and
 * torchvision's `adjust_sharpness`. 1 changes nothing, 0 smooths; the outermost pixels stay as they are.
 */
export function sharpness(factor: number): Paint {
  return (canvas) => {
    const { sizePx } = canvas;
    const bytes = canvas.bytes();
    const before = bytes.slice();
    const line = 4 * sizePx;
    for (let y = 1; y < sizePx - 1; y++) {
      for (let i = y * line + 4, end = (y + 1) * line - 4; i < end; i++) {
        const above = before[i - line - 4] + before[i - line] + before[i - line + 4];
        const below = before[i + line - 4] + before[i + line] + before[i + line + 4];
        const around = above + below + before[i - 4] + before[i + 4] + smooth.centre * before[i];
        const smoothed = Math.floor(around / smooth.sum + 0.5);
        bytes[i] = Math.trunc(smoothed + factor * (before[i] - smoothed));
      }
    }
  };
}
