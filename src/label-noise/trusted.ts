import type { LabelledEmbeddings } from '../spaces/projection-fit.ts';
import { labelsByChance } from './by-chance.ts';
import { type Copies, copiesIn } from './copies.ts';
import { labelsInTail } from './in-tail.ts';
import { leftOutScores, votesLeftOut } from './left-out.ts';
import { type FoldTools, votesOutOfFold } from './out-of-fold.ts';
import { isSuspect, type Suspect, suspectsFrom } from './suspects.ts';
import { marginOf, rivalOf, type Votes } from './votes.ts';

/** How far the labels can be trusted. */
export type Trust = {
  /** [N], 0..1, the weight of each label in training: 1 - the probability that it is wrong. */
  readonly weights: Float32Array;
  /** Estimated share of wrong labels, 0..1. */
  readonly noise: number;
  /** Labels that are more likely wrong than right, the most probable first. */
  readonly suspects: readonly Suspect[];
  /** The score of every label, in the order of the pictures. */
  readonly scores: readonly LabelScore[];
};

/** How suspicious a label is. It ranks the labels of a data set, whether or not any of them is wrong. */
export type LabelScore = {
  /**
   * Cosine with the best other class minus cosine with the given class, -2..2. Larger is more suspicious; above 0
   * another class is closer. Null where the class has no other picture.
   */
  readonly score: number | null;
  /** Probability that the label is wrong, 0..1. */
  readonly confidence: number;
  /** The best other class; null where there is none. */
  readonly suggested: string | null;
};

/**
 * Finds labels that are probably wrong, and ranks all of them. Learn from `{ ...learned, weights }` instead of
 * `learned`. First, every picture is scored against class means without it, in a space that uses no labels. If every
 * label is the best class there, all are trusted. Otherwise five spaces are fitted with the weights so far, and each
 * scores the pictures it was not fitted on. Memory: a block besides copies of the embeddings. Time: a few products [N,
 * D] x [D, D] and a factorisation of [D, D]; six times as much where some label is not the best class. A label without
 * any other picture of its class (copies apart) is trusted. Throws `interrupted` when the signal is aborted.
 */
export async function trusted(learned: LabelledEmbeddings, tools: FoldTools): Promise<Trust> {
  if (learned.classes.length < 2 || learned.labels.length < 2) return allTrusted(learned);
  const copies = await copiesIn(learned, tools.product);
  const leftOut = await leftOutScores(learned, copies, tools.product);
  const first = await votesLeftOut(learned, leftOut);
  const firstWrong = wrongBy(first, copies);
  if (first.own.every((_, index) => marginOf(first, index) <= 0)) {
    return { ...allTrusted(learned), scores: scoresFrom(first, firstWrong, learned) };
  }
  const votes = await votesOutOfFold({ ...learned, weights: complement(firstWrong) }, copies, leftOut, tools);
  const wrong = wrongBy(votes, copies);
  const scores = scoresFrom(votes, wrong, learned);
  if (!wrong.some(isSuspect)) return { ...allTrusted(learned), scores };
  return {
    weights: complement(wrong),
    noise: wrong.reduce((sum, value) => sum + value, 0) / wrong.length,
    suspects: await suspectsFrom({ learned, copies, votes, wrong }, tools.product),
    scores,
  };
}

/**
 * [N], the probability that each label is wrong: the larger one of `labelsByChance` (for many wrong labels) and
 * `labelsInTail` (for few).
 */
function wrongBy(votes: Votes, copies: Copies): Float32Array {
  const { wrong } = labelsByChance(votes, copies);
  const inTail = labelsInTail(votes, copies);
  return wrong.map((value, index) => Math.max(value, inTail[index]));
}

function complement(wrong: Float32Array): Float32Array {
  return wrong.map((value) => 1 - value);
}

/** Where no label is suspected, all have weight 1: lower weights would only hurt right labels. */
function allTrusted({ labels }: LabelledEmbeddings): Trust {
  const scores = Array.from(labels, () => ({ score: null, confidence: 0, suggested: null }));
  return { weights: new Float32Array(labels.length).fill(1), noise: 0, suspects: [], scores };
}

function scoresFrom(votes: Votes, wrong: Float32Array, { classes }: LabelledEmbeddings): LabelScore[] {
  return Array.from(wrong, (confidence, index) => {
    const margin = marginOf(votes, index);
    const score = Number.isFinite(margin) ? margin : null;
    return { score, confidence, suggested: classes[rivalOf(votes, index)] ?? null };
  });
}
