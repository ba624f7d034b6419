import { mean } from '../metrics/mean.ts';

/** What a contender reached on the first folds, as far as it came. */
export type Run<T> = { readonly contender: T; readonly scores: readonly number[] };

/**
 * Lets contenders meet on one fold after the other, of which the worse half of the challengers leaves after each (successive
 * halving, Jamieson and Talwalkar 2016). The first contender stays: all are compared with it. `score` gives null where time is
 * over: then what is known stands.
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

/** How many of so many challengers meet on the next fold. */
function staying(challengers: number): number {
  return Math.max(1, Math.floor(challengers / 2));
}

/** How many scores a race of so many contenders takes, where time suffices. */
export function raceLength(contenders: number, folds: number): number {
  if (folds === 0) return 0;
  return contenders + (contenders < 2 ? folds - 1 : raceLength(1 + staying(contenders - 1), folds - 1));
}

/**
 * The best of those that met the first contender on all folds: another one only where it is better in the mean by more than
 * one standard error of the differences.
 */
export function winner<T>(runs: readonly Run<T>[], folds: number): T {
  const [champion, ...challengers] = runs;
  const lead = ({ scores }: Run<T>) => leadOf(scores.map((score, fold) => score - champion.scores[fold]));
  const better = challengers.filter((run) => run.scores.length === folds && lead(run).mean > lead(run).error);
  return better.reduce((best, run) => (lead(run).mean > lead(best).mean ? run : best), champion).contender;
}

/** The mean of differences and its standard error. */
function leadOf(differences: readonly number[]): { readonly mean: number; readonly error: number } {
  const centre = mean(differences);
  const squares = differences.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const count = differences.length;
  return { mean: centre, error: Math.sqrt(squares / (count * (count - 1))) };
}
