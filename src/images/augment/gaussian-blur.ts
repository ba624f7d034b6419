import type { Augmentation } from './augmentation.ts';
import type { Canvas } from './canvas.ts';
import { bernoulli, type Range, uniformBetween } from './draws.ts';
import type { Paint } from './paint.ts';
import { withPaint } from './view.ts';

/** Options of gaussianBlur. */
export type GaussianBlurOptions = {
  readonly probability?: number;
  /** Standard deviation in pixels of the square. At 224 px, 2 keeps shapes and removes texture. */
  readonly sigma?: Range;
};

/** Blurs with `probability`: torchvision's GaussianBlur with a kernel of 2 ceil(3 sigma) + 1 pixels. */
export function gaussianBlur({ probability = 0.2, sigma = [0.1, 2] }: GaussianBlurOptions = {}): Augmentation {
  return (view, random, strength) => {
    const paint = blur(uniformBetween(sigma, random));
    return bernoulli(strength * probability, random) ? withPaint(view, paint) : view;
  };
}

/**
 * Blurs by a Gaussian of `sigma` pixels. Edges are mirrored without repeating the edge pixel; rounded after both
 * passes.
 */
export function blur(sigma: number): Paint {
  const weights = kernel(sigma);
  return (canvas) => {
    const line = 4 * canvas.sizePx;
    const bytes = canvas.bytes();
    const across = new Float32Array(bytes.length);
    pass(bytes, across, canvas, weights, { along: 4, between: line });
    pass(across, bytes, canvas, weights, { along: line, between: 4 });
  };
}

/** exp(-x^2 / (2 sigma^2)) for x = -r .. r, normalised to the sum 1. */
function kernel(sigma: number): Float64Array {
  const r = Math.ceil(3 * sigma);
  const raw = Float64Array.from({ length: 2 * r + 1 }, (_, i) => Math.exp(-((i - r) ** 2) / (2 * sigma ** 2)));
  const sum = raw.reduce((total, value) => total + value, 0);
  return raw.map((value) => value / sum);
}

type Values = Uint8ClampedArray | Float32Array;

/**
 * One pass over every line of pixels. `along` is the distance between neighbours in a line, `between` that between
 * lines.
 */
function pass(
  from: Values,
  to: Values,
  { sizePx }: Canvas,
  weights: Float64Array,
  { along, between: apart }: { readonly along: number; readonly between: number },
): void {
  const r = (weights.length - 1) / 2;
  const padded = Int32Array.from({ length: sizePx + 2 * r }, (_, i) => along * mirrored(i - r, sizePx));
  for (let line = 0; line < sizePx; line++) {
    for (let i = 0; i < sizePx; i++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let tap = 0; tap < weights.length; tap++) {
        const at = line * apart + padded[i + tap];
        red += weights[tap] * from[at];
        green += weights[tap] * from[at + 1];
        blue += weights[tap] * from[at + 2];
      }
      const at = line * apart + i * along;
      to[at] = red;
      to[at + 1] = green;
      to[at + 2] = blue;
    }
  }
}

/** The index after mirroring at both ends: ... 2 1 0 1 2 ... n-2 n-1 n-2 ... */
function mirrored(index: number, size: number): number {
  const period = Math.max(1, 2 * (size - 1));
  const within = ((index % period) + period) % period;
  return Math.min(within, period - within);
}
