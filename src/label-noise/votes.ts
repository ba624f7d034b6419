import { largestIndices } from '../base/largest-indices.ts';
import { type Matrix, matrix, row } from '../base/matrix.ts';

/** Class scores of each picture by classifiers that were not trained on it: as much as is needed later. */
export type Votes = {
  /** [N], score of the given class; Infinity where that class has no other picture. */
  readonly own: Float32Array;
  /** [N, K], the best other classes, best first; `rivalScores` are their scores. */
  readonly rivals: Int32Array;
  readonly rivalScores: Matrix;
  /** [N, R], margins of random labels: best score minus the score of a random other class. */
  readonly chance: Matrix;
};

/** Number of other classes kept for each picture: those beyond have almost no probability. */
const maxRivals = 5;

/** Number of random labels drawn for each picture. */
const draws = 8;

/** Empty votes for `count` pictures of `classes` (at least 2) classes. */
export function emptyVotes(count: number, classes: number): Votes {
  const rivals = Math.min(maxRivals, classes - 1);
  return {
    own: new Float32Array(count),
    rivals: new Int32Array(count * rivals),
    rivalScores: matrix(count, rivals),
    chance: matrix(count, Math.min(draws, classes - 1)),
  };
}

/** Records the scores [C] of picture `index`. `own` is the score of its label, whatever `scores` has there. */
export function record(votes: Votes, index: number, scores: Float32Array, label: number, own: number): void {
  const { rivalScores, rivals, chance } = votes;
  const count = rivalScores.columns;
  const others = largestIndices(scores, count + 1).filter((c) => c !== label);
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

/** Score of the best other class minus that of the given class: negative where the given class is the best. */
export function marginOf({ own, rivalScores }: Votes, index: number): number {
  return row(rivalScores, index)[0] - own[index];
}

/** The best other class. */
export function rivalOf({ rivals, rivalScores }: Votes, index: number): number {
  return rivals[index * rivalScores.columns];
}

/**
 * Random class `r` of `count`, evenly spread over all classes except `best`. It does not depend on the position of the
 * picture.
 */
function drawn(best: number, r: number, count: number, classes: number): number {
  return (best + 1 + Math.floor(((r + 0.5) * (classes - 1)) / count)) % classes;
}
