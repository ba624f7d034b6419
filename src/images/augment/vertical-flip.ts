import type { Augmentation } from './augmentation.ts';
import { bernoulli } from './draws.ts';
import { type View, withMap } from './view.ts';

/** Exchanges top and bottom with `probability`: torchvision's RandomVerticalFlip. For objects without up and down. */
export function verticalFlip({ probability = 0.5 }: { readonly probability?: number } = {}): Augmentation {
  return (view, random, strength) => (bernoulli(strength * probability, random) ? flippedDown(view) : view);
}

/** The view with top and bottom exchanged. */
export function flippedDown(view: View): View {
  return withMap(view, { xx: 1, xy: 0, x0: 0, yx: 0, yy: -1, y0: view.sizePx });
}
