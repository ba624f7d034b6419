import { random } from '../../base/random.ts';

/** Numbers uniform in [0, 1) for a miner that draws: the same for the same seed and step. Float32 has none nearer to 1. */
export function drawnNumbers(count: number, { seed, step }: { readonly seed: number; readonly step: number }) {
  const { uniform } = random(seed, `drawn in step ${step}`);
  return Float32Array.from({ length: count }, () => Math.min(uniform(), 1 - 2 ** -24));
}
