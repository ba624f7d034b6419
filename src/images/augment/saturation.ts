import { luma } from './canvas.ts';
import type { Paint } from './paint.ts';

/** Fraction bits of the factor: 255 times it stays inside 32 bits up to 127. */
const bits = 16;

/**
 * Every value `factor` times as far from its pixel's luma: Pillow's ImageEnhance.Color and torchvision's
 * `adjust_saturation`. 1 changes nothing, 0 leaves greys.
 */
export function saturation(factor: number): Paint {
  const f = Math.round(factor * (1 << bits));
  return (canvas) => {
    const { pixels } = canvas;
    for (let i = 0; i < pixels.length; i += 3) {
      const [red, green, blue] = [pixels[i], pixels[i + 1], pixels[i + 2]];
      const grey = (luma.red * red + luma.green * green + luma.blue * blue + luma.half) >> luma.bits;
      pixels[i] = grey + ((f * (red - grey)) >> bits);
      pixels[i + 1] = grey + ((f * (green - grey)) >> bits);
      pixels[i + 2] = grey + ((f * (blue - grey)) >> bits);
    }
  };
}
