import { blend } from './blend.ts';
import { type Canvas, luma, sameCurve } from './canvas.ts';
import type { Paint } from './paint.ts';

/**
 * Every value `factor` times as far from the mean luma: Pillow's ImageEnhance.Contrast and torchvision's
 * `adjust_contrast`. 1 changes nothing, 0 leaves a grey square.
 */
export function contrast(factor: number): Paint {
  return (canvas) => {
    const mean = Math.floor(meanLuma(canvas) + 0.5);
    canvas.bend(sameCurve((value) => blend(mean, value, factor)));
  };
}

/** Mean of the whole-number lumas, 0..255. */
function meanLuma({ unbent: { values, curves } }: Canvas): number {
  const [reds, greens, blues] = [luma.red, luma.green, luma.blue].map((weight, c) =>
    Int32Array.from(curves[c], (value) => weight * value),
  );
  let sum = 0;
  for (let i = 0; i < values.length; i += 3) {
    sum += (reds[values[i]] + greens[values[i + 1]] + blues[values[i + 2]] + luma.half) >> luma.bits;
  }
  return sum / (values.length / 3);
}
