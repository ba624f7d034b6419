import type { Augmentation } from './augmentation.ts';
import { bernoulli } from './draws.ts';
import { saturation } from './saturation.ts';
import { withPaint } from './view.ts';

/**
 * With `probability`, removes the colour: torchvision's RandomGrayscale, with the luma of ITU-R 601-2 in all channels.
 */
export function grayscale({ probability = 0.1 }: { readonly probability?: number } = {}): Augmentation {
  const grey = saturation(0);
  return (view, random, strength) => (bernoulli(strength * probability, random) ? withPaint(view, grey) : view);
}
