import { beta } from './beta.ts';
import { type Mixture, type MixtureOptions, whole } from './mixture.ts';

/** A box of the other picture covers its place in this one (Yun et al. 2019); the share is what is left to be seen. */
export function cutmix({ alpha = 1, heightPx, widthPx }: MixtureOptions): Mixture {
  return (random) => {
    const side = Math.sqrt(1 - beta(random, alpha));
    const [top, bottom] = stretch(heightPx, side, random.uniform());
    const [left, right] = stretch(widthPx, side, random.uniform());
    const covered = ((bottom - top) * (right - left)) / (heightPx * widthPx);
    return { ...whole, box: [top, left, bottom, right], share: 1 - covered };
  };
}

/** A stretch of `size`, as long as a `share` of it, around a centre given as a share of it; cut off at the ends. */
function stretch(size: number, share: number, centre: number): [number, number] {
  const half = Math.floor(size * share) / 2;
  const middle = Math.floor(centre * size);
  return [Math.max(0, Math.ceil(middle - half)), Math.min(size, Math.ceil(middle + half))];
}
