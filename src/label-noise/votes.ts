import { largest } from '../base/largest.ts';
import { type Matrix, matrix, row } from '../base/matrix.ts';

/** What classifiers that did not learn from a picture say of it, for each picture as much as is needed later. */
export type Votes = {
  /** [N], score of the given class; Infinity where nothing else speaks for that class, so that nobody can judge. */
  readonly own: Float32Array;
  /** [N, K], the best other classes, best first, and their scores. */
  readonly rivals: Int32Array;
  readonly rivalScores: Matrix;
  /** [N, R], how far labels drawn by chance, but not the best one, would stay behind the best score. */
  readonly chance: Matrix;
};

/** Other classes that are kept of each picture: those further behind have next to no probability. */
const mostRivals = 5;

/** Labels that are drawn for each picture to know what chance looks like. */
const draws = 8;

/** Room for the opinions of `count` pictures of `classes` (at least 2) classes. */
export function emptyVotes(count: number, classes: number): Votes {
  const rivals = Math.min(mostRivals, classes - 1);
  return {
    own: new Float32Array(count),
    rivals: new Int32Array(count * rivals),
    rivalScores: matrix(count, rivals),
    chance: matrix(count, Math.min(draws, classes - 1)),
  };
}

/** Notes what the scores [C] say of picture `index`; `own` is the score of its label, whatever stands in `scores`. */
export function note(votes: Votes, index: number, scores: Float32Array, label: number, own: number): void {
  const { rivalScores, rivals, chance } = votes;
  const count = rivalScores.columns;
  const others = largest(scores, count + 1).filter((c) => c !== label);
  votes.own[index] = own;
  rivals.set(others.slice(0, count), index * count);
  row(rivalScores, index).set(others.slice(0, count).map((c) => scores[c]));
  const best = Number.isFinite(own) && own >= scores[others[0]] ? label : others[0];
  const scoreOf = (c: number) => (c === label ? own : scores[c]);
  const target = row(chance, index);
  for (let r = 0; r < target.length; r++) {
    const behind = scoreOf(best) - scoreOf(drawn(best, r, target.length, scores.length));
    target[r] = Number.isFinite(behind) ? behind : 0;
  }
}

/** How far the label stays behind the best other class: negative where it is the best. */
export function marginOf({ own, rivalScores }: Votes, index: number): number {
  return row(rivalScores, index)[0] - own[index];
}

/** The best other class. */
export function rivalOf({ rivals, rivalScores }: Votes, index: number): number {
  return rivals[index * rivalScores.columns];
}

/** Draw `r` of `count`, evenly spread over all classes but the best: the same for a picture wherever it stands. */
function drawn(best: number, r: number, count: number, classes: number): number {
  return (best + 1 + Math.floor(((r + 0.5) * (classes - 1)) / count)) % classes;
}
