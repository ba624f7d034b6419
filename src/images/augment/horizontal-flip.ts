import type { Augmentation } from './augmentation.ts';
import { bernoulli } from './draws.ts';
import { type View, withMap } from './view.ts';

/** Exchanges left and right with `probability`: torchvision's RandomHorizontalFlip. Not for text. */
export function horizontalFlip({ probability = 0.5 }: { readonly probability?: number } = {}): Augmentation {
  return (view, random, strength) => (bernoulli(strength * probability, random) ? flippedAcross(view) : view);
}

/** The view with left and right exchanged. */
export function flippedAcross(view: View): View {
  return withMap(view, { xx: -1, xy: 0, x0: view.sizePx, yx: 0, yy: 1, y0: 0 });
}
