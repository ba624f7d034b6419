import type { Random } from '../../base/random.ts';
import type { Augmentation } from './augmentation.ts';
import { bernoulli, logUniformBetween, type Range, uniformBetween } from './draws.ts';
import type { Paint } from './paint.ts';
import type { Box } from './random-resized-crop.ts';
import { withPaint } from './view.ts';

/** Options of erasing. */
export type ErasingOptions = {
  readonly probability?: number;
  /** Least and greatest share of the square's area. */
  readonly scale?: Range;
  /** Least and greatest height / width. */
  readonly ratio?: Range;
  /** The fill colour, R, G, B in 0..255. */
  readonly colour?: readonly [number, number, number];
};

/**
 * With `probability`, fills a random rectangle of the square with one colour: torchvision's RandomErasing (Zhong et al.
 * 2020), before normalisation. It makes the network use more than one part of an object.
 */
export function erasing(options: ErasingOptions = {}): Augmentation {
  const { probability = 0.25, scale = [0.02, 0.33], ratio = [0.3, 3.3], colour = [127, 127, 127] } = options;
  return (view, random, strength) => {
    const box = erasedBox(view.sizePx, scale, ratio, random);
    return bernoulli(strength * probability, random) && box !== null ? withPaint(view, erased(box, colour)) : view;
  };
}

/** Fills this rectangle of the square with one colour. */
export function erased({ left, top, width, height }: Box, colour: readonly [number, number, number]): Paint {
  return (canvas) => {
    const bytes = canvas.bytes();
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++) bytes.set(colour, (y * canvas.sizePx + x) * 4);
    }
  };
}

/** How often a rectangle is drawn until one fits; after that, nothing is erased. */
const tries = 10;

function erasedBox(sizePx: number, scale: Range, ratio: Range, random: Random): Box | null {
  for (let i = 0; i < tries; i++) {
    const area = sizePx * sizePx * uniformBetween(scale, random);
    const shape = logUniformBetween(ratio, random);
    const [height, width] = [Math.round(Math.sqrt(area * shape)), Math.round(Math.sqrt(area / shape))];
    if (height >= sizePx || width >= sizePx) continue;
    return { top: random.integer(sizePx - height + 1), left: random.integer(sizePx - width + 1), height, width };
  }
  return null;
}
