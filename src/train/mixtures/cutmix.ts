import { beta } from './beta.ts';
import { type Mixture, type MixtureOptions, unmixed } from './mixture.ts';

/**
 * CutMix (Yun et al. 2019): a random box of the other picture replaces the same box of this one. The share is the area
 * outside the box.
 */
export function cutmix({ alpha = 1, heightPx, widthPx }: MixtureOptions): Mixture {
  return (random) => {
    const side = Math.sqrt(1 - beta(random, alpha));
    const [top, bottom] = stretch(heightPx, side, random.uniform());
    const [left, right] = stretch(widthPx, side, random.uniform());
    const covered = ((bottom - top) * (right - left)) / (heightPx * widthPx);
    return { ...unmixed, box: [top, left, bottom, right], share: 1 - covered };
  };
}

/** An interval of length `share * size` around the centre `centre * size`, clipped to 0 .. size. */
function stretch(size: number, share: number, centre: number): [number, number] {
  const half = Math.floor(size * share) / 2;
  const middle = Math.floor(centre * size);
  return [Math.max(0, Math.ceil(middle - half)), Math.min(size, Math.ceil(middle + half))];
}
