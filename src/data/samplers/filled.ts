/** The first `size` distinct samples of the portions; all of them if there are fewer. */
export function gathered(size: number, portions: Iterable<readonly number[]>): number[] {
  const taken = new Set<number>();
  for (const portion of portions) {
    for (const sample of portion) {
      taken.add(sample);
      if (taken.size === size) return [...taken];
    }
  }
  return [...taken];
}

/** A full batch of distinct samples from the portions; if there are fewer than `batch`, they repeat in turn. */
export function filled(batch: number, portions: Iterable<readonly number[]>): number[] {
  const samples = gathered(batch, portions);
  return Array.from({ length: batch }, (_, i) => samples[i % samples.length]);
}
