import type { PairCounts } from '../../metrics/evidence.ts';

/** A little below -1, as squared lengths may differ from 1 by a thousandth. */
const lowest = -1.002;
const levels = 2 ** 16;

/** Width of a level of cosines, 3.06e-5: closer cosines may count as equal. */
export const levelWidth = (-2 * lowest) / levels;

const perCosine = 1 / levelWidth;

/** A histogram without pairs. */
export function emptyHistograms(): PairCounts {
  return { same: new Float64Array(levels), different: new Float64Array(levels) };
}

/** The level of a cosine, 0 .. 65535. */
export function levelOf(cosine: number): number {
  return ((cosine - lowest) * perCosine) | 0;
}

/** Adds `cosines[from]` .. `cosines[to - 1]` to the histogram `counts`. */
export function countLevels(counts: Float64Array, cosines: Float32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) counts[((cosines[i] - lowest) * perCosine) | 0]++;
}
