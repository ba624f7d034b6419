import type { Augmentation } from './augmentation.ts';
import { happens } from './draws.ts';
import { saturation } from './saturation.ts';
import { painted } from './view.ts';

/**
 * With `probability`, removes the colour: torchvision's RandomGrayscale, with the luma of ITU-R 601-2 in all channels.
 */
export function grayscale({ probability = 0.1 }: { readonly probability?: number } = {}): Augmentation {
  const grey = saturation(0);
  return (view, random, strength) => (happens(strength * probability, random) ? painted(view, grey) : view);
}
