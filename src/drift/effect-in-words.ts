import type { Feature } from './features.ts';

/** Effects from which they are called small, middle and large: d of 0.2, 0.5 and 0.8 (Cohen 1988) as a chance. */
const chances = [0.556, 0.638, 0.714];

/** The same for a difference of shares. */
const differences = [0.05, 0.15, 0.3];

/** An effect in words. `chance` is that of a new value to be larger than an old one, 0..1. */
export function effectInWords(chance: number, feature: Feature): string {
  return inWords(Math.max(chance, 1 - chance), chances, chance < 0.5 ? feature.less : feature.more);
}

/** A difference of shares, -1..1, in words. */
export function shareEffectInWords(difference: number, feature: Pick<Feature, 'less' | 'more'>): string {
  return inWords(Math.abs(difference), differences, difference < 0 ? feature.less : feature.more);
}

function inWords(size: number, [small, middle, large]: readonly number[], direction: string): string {
  if (size < small) return 'about the same';
  if (size < middle) return `a little ${direction}`;
  return size < large ? direction : `much ${direction}`;
}
