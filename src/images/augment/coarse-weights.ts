/** Fraction bits of a weight: two weighted bytes then fit into 32 bits without overlapping. */
const coarseBits = 8;

/**
 * Writes the weights of a bilinear window, [taps] from index `at` on. A weight falls linearly with the pixel's distance
 * from `centre` and is zero beyond `reach`; `centre` is measured from the left edge of the window's first pixel.
 * Weights are whole numbers with the sum 256.
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

/** Half the width of a bilinear window where `scale` input pixels become one. */
export function reachOf(scale: number): number {
  return Math.max(1, scale);
}

/** The number of pixels that a window can cover. */
export function windowTaps(reach: number): number {
  return Math.ceil(2 * reach);
}
