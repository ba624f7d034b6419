/**
 * The similarity that best parts pairs of one identity from pairs of two: the share of `same` at or above it plus the
 * share of `different` below it is largest (Youden's J), however many there are of each. It lies half way between two
 * neighbouring similarities; of several that are as good, where the gap is widest. Needs one of each kind.
 */
export function bestThreshold(same: readonly number[], different: readonly number[]): number {
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

/** Gains are sums of fractions. */
const rounding = 1e-9;
