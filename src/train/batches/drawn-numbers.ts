import { random } from '../../base/random.ts';

/**
 * Uniform numbers in [0, 1) for a miner that draws. The same seed and step give the same numbers. (1 - 2^-24 is the
 * largest float32 below 1.)
 */
export function drawnNumbers(count: number, { seed, step }: { readonly seed: number; readonly step: number }) {
  const { uniform } = random(seed, `drawn in step ${step}`);
  return Float32Array.from({ length: count }, () => Math.min(uniform(), 1 - 2 ** -24));
}
