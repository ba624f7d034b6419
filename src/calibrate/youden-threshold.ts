/**
 * The similarity threshold that best separates pairs of the same identity from pairs of different ones. It maximises
 * Youden's J: the share of `same` at or above the threshold plus the share of `different` below it, whatever their
 * numbers. The threshold lies half way between two neighbouring similarities; among equally good ones, in the widest
 * gap. Needs at least one pair of each kind.
 */
export function youdenThreshold(same: readonly number[], different: readonly number[]): number {
  const scored = [
    ...same.map((similarity) => ({ similarity, gain: 1 / same.length })),
    ...different.map((similarity) => ({ similarity, gain: -1 / different.length })),
  ].sort((a, b) => b.similarity - a.similarity);
  let best = { value: 1, gain: 0, gap: 0 };
  let gain = 0;
  for (let i = 0; i < scored.length; i++) {
    gain += scored[i].gain;
    const next = scored[i + 1]?.similarity ?? -1;
    const gap = scored[i].similarity - next;
    if (gap <= 0) continue;
    const better = gain - best.gain;
    if (better > rounding || (better > -rounding && gap > best.gap))
      best = { value: next + gap / 2, gain: Math.max(gain, best.gain), gap };
  }
  return best.value;
}

/** Tolerance for comparing gains, which are sums of fractions with rounding errors. */
const rounding = 1e-9;
