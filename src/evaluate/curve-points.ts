/** A point of a learning curve: at most `perClass` pictures of each class, drawn `draws` times. */
export type CurvePoint = { readonly perClass: number; readonly draws: number };

/** Largest share of all pictures that a draw may hold: a draw of nearly all is no news beside the last point. */
const mostShare = 0.85;

/** Four draws show how much the choice of pictures matters; more hardly narrow the band. */
const mostDraws = 4;

/**
 * Pictures that one draw may learn from (or two of each class if that is more). It bounds the time for any data set.
 */
const mostLearned = 5000;

/**
 * Points 1, 2, 5, 10, 20, 50, ... below all pictures; `counts`: [C], the pictures of each class. Small points are drawn
 * four times, larger ones less often, so that the draws of a point hold about as many pictures as there are, at most.
 * Empty if no class has two pictures.
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
