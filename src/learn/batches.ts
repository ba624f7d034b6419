import type { Random } from '../base/random.ts';

/**
 * Batches of `size` sample numbers below `count`, without end: shuffled passes over all samples, laid end to end, so
 * that every batch is full and shapes stay fixed. A sample comes twice in a batch only where two passes meet.
 */
export function* batches(count: number, size: number, random: Random): Generator<number[], never> {
  const everyone = Array.from({ length: count }, (_, i) => i);
  let pass: number[] = [];
  for (;;) {
    const batch: number[] = [];
    while (batch.length < size) {
      if (pass.length === 0) pass = random.shuffle(everyone);
      batch.push(...pass.splice(-(size - batch.length)));
    }
    yield batch;
  }
}
