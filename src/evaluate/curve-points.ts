/** A point of a learning curve: so many pictures of each class at most, and how often they are drawn. */
export type CurvePoint = { readonly perClass: number; readonly draws: number };

/** A draw of nearly all pictures tells nothing beside all of them. */
const mostShare = 0.85;

/** So many draws show how much hangs on which pictures one happens to have; more narrow the band hardly. */
const mostDraws = 4;

/** Pictures that one draw may learn from, or two of each class where that is more: bounds the time, whatever the data. */
const mostLearned = 5000;

/**
 * The points 1, 2, 5, 10, 20, 50 ... below all, for classes with so many pictures (`counts`). Few pictures are drawn four
 * times, more of them less often, so that a point learns from at most about as many pictures as there are, and from few
 * enough where there are many. None where no class has two.
 */
export function curvePoints(counts: readonly number[]): CurvePoint[] {
  const total = (most: number) => counts.reduce((sum, count) => sum + Math.min(count, most), 0);
  const all = total(Number.POSITIVE_INFINITY);
  const limit = Math.min(mostShare * all, Math.max(mostLearned, 2 * counts.length));
  const points: CurvePoint[] = [];
  for (const perClass of oneTwoFive()) {
    const pictures = total(perClass);
    if (pictures > limit) break;
    points.push({
      perClass,
      draws: Math.max(1, Math.min(mostDraws, Math.floor(Math.min(all, mostLearned) / pictures))),
    });
  }
  return points;
}

/** 1, 2, 5, 10, 20, 50, ... */
function* oneTwoFive(): Generator<number, never> {
  for (let power = 1; ; power *= 10) for (const step of [1, 2, 5]) yield step * power;
}
