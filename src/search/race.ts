import { mean } from '../metrics/mean.ts';

/** A contender and its scores on the first folds, as far as it has been scored. */
export type Run<T> = { readonly contender: T; readonly scores: readonly number[] };

/**
 * Successive halving (Jamieson and Talwalkar 2016): scores the contenders on one fold after the other, and drops the
 * worse half of the challengers after each. The first contender always stays, and all others are compared with it.
 * `score` gives null when the time is over; the scores so far are then returned.
 */
export async function race<T>(
  contenders: readonly T[],
  folds: number,
  score: (contender: T, fold: number) => Promise<number | null>,
): Promise<Run<T>[]> {
  const runs = contenders.map((contender) => ({ contender, scores: [] as number[] }));
  let racing = runs;
  for (let fold = 0; fold < folds; fold++) {
    for (const run of racing) {
      const reached = await score(run.contender, fold);
      if (reached === null) return runs;
      run.scores.push(reached);
    }
    const [champion, ...challengers] = racing;
    const ordered = challengers.toSorted((a, b) => mean(b.scores) - mean(a.scores));
    racing = [champion, ...ordered.slice(0, staying(ordered.length))];
  }
  return runs;
}

/** Number of challengers that stay for the next fold. */
function staying(challengers: number): number {
  return Math.max(1, Math.floor(challengers / 2));
}

/** Number of scores that a race takes, if time suffices. */
export function raceLength(contenders: number, folds: number): number {
  if (folds === 0) return 0;
  return contenders + (contenders < 2 ? folds - 1 : raceLength(1 + staying(contenders - 1), folds - 1));
}

/**
 * The best contender that was scored on all folds. A challenger wins only if its mean lead over the first contender is
 * more than one standard error of the differences.
 */
export function winner<T>(runs: readonly Run<T>[], folds: number): T {
  const [champion, ...challengers] = runs;
  const lead = ({ scores }: Run<T>) => leadOf(scores.map((score, fold) => score - champion.scores[fold]));
  const better = challengers.filter((run) => run.scores.length === folds && lead(run).mean > lead(run).error);
  return better.reduce((best, run) => (lead(run).mean > lead(best).mean ? run : best), champion).contender;
}

/** The mean of the differences and its standard error. */
function leadOf(differences: readonly number[]): { readonly mean: number; readonly error: number } {
  const centre = mean(differences);
  const squares = differences.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const count = differences.length;
  return { mean: centre, error: Math.sqrt(squares / (count * (count - 1))) };
}
