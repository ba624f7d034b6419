/** Fraction bits of a weight: two weighted bytes fit side by side in 32 bits without touching each other. */
const coarseBits = 8;

/**
 * Writes the weights of a bilinear window, [taps] from `at` on: how near each pixel lies to `centre`, which is counted
 * from the left edge of the window's first pixel, with nothing beyond `reach`; whole numbers whose sum is 256.
 */
export function writeCoarseWeights(
  weights: Int32Array,
  at: number,
  { taps, centre, reach }: { readonly taps: number; readonly centre: number; readonly reach: number },
): void {
  let sum = 0;
  for (let tap = 0; tap < taps; tap++) sum += nearness(tap, centre, reach);
  const scale = (1 << coarseBits) / sum;
  let left = 1 << coarseBits;
  let largest = at;
  for (let tap = 0; tap < taps; tap++) {
    const weight = Math.round(scale * nearness(tap, centre, reach));
    weights[at + tap] = weight;
    left -= weight;
    if (weight > weights[largest]) largest = at + tap;
  }
  weights[largest] += left;
}

function nearness(tap: number, centre: number, reach: number): number {
  return Math.max(0, 1 - Math.abs(tap + 0.5 - centre) / reach);
}

/** How far a bilinear window reaches to either side of its centre where `scale` pixels become one. */
export function reachOf(scale: number): number {
  return Math.max(1, scale);
}

/** Pixels that a window can hold. */
export function tapsOf(reach: number): number {
  return Math.ceil(2 * reach);
}
