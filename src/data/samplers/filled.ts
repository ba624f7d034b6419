/** The first `size` different samples of these portions; all of them where there are fewer. */
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

/** A whole batch of these portions: no sample comes twice but where there are fewer than the batch, which then repeat in turn. */
export function filled(batch: number, portions: Iterable<readonly number[]>): number[] {
  const samples = gathered(batch, portions);
  return Array.from({ length: batch }, (_, i) => samples[i % samples.length]);
}
