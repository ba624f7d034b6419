/** Fraction bits of a weight: two weighted values fit side by side in 32 bits without touching each other. */
export const coarseBits = 8;

/** Added before a division by 256 to round two values that lie side by side, and one alone. */
export const halves = 0x00800080;

/** Every second byte: two values side by side, each with room for its weight. */
export const pair = 0x00ff00ff;

/**
 * Writes the weights of a bilinear window, [taps] from `at` on: how near each pixel lies to `centre`, which is counted
 * from the left edge of the window's first pixel, with nothing beyond `reach`; whole numbers whose sum is 256.
 */
export function writeCoarseWeights(
  weights: Int32Array,
  at: number,
  { taps, centre, reach }: { readonly taps: number; readonly centre: number; readonly reach: number },
): void {
  const nearness = (tap: number) => Math.max(0, 1 - Math.abs(tap + 0.5 - centre) / reach);
  let sum = 0;
  for (let tap = 0; tap < taps; tap++) sum += nearness(tap);
  let left = 1 << coarseBits;
  let largest = at;
  for (let tap = 0; tap < taps; tap++) {
    const weight = Math.round(((1 << coarseBits) * nearness(tap)) / sum);
    weights[at + tap] = weight;
    left -= weight;
    if (weight > weights[largest]) largest = at + tap;
  }
  weights[largest] += left;
}

/** How far a bilinear window reaches to either side of its centre where `scale` pixels become one. */
export function reachOf(scale: number): number {
  return Math.max(1, scale);
}

/** Pixels that a window can hold. */
export function tapsOf(reach: number): number {
  return Math.ceil(2 * reach);
}
