import type { LabelledEmbeddings } from '../spaces/projection-fit.ts';
import { labelsByChance } from './by-chance.ts';
import { type Copies, copiesIn } from './copies.ts';
import { labelsInTail } from './in-tail.ts';
import { leftOutScores, votesLeftOut } from './left-out.ts';
import { type FoldTools, votesOutOfFold } from './out-of-fold.ts';
import { isSuspect, type Suspect, suspectsFrom } from './suspects.ts';
import { marginOf, rivalOf, type Votes } from './votes.ts';

/** How far labels are to be trusted. */
export type Trust = {
  /** [N], 0..1, how much a picture's label is to count in learning: 1 - the probability that it is wrong. */
  readonly weights: Float32Array;
  /** Estimated share of wrong labels, 0..1. */
  readonly noise: number;
  /** Labels that are rather wrong than right, the surest first. */
  readonly suspects: readonly Suspect[];
  /** Of every label how suspicious it is, in the order of the pictures. */
  readonly scores: readonly LabelScore[];
};

/** How suspicious a label is: it ranks the labels of a data set, whether or not any of them is wrong. */
export type LabelScore = {
  /**
   * By how much the picture is closer to the best other class than to its own, as a difference of cosines, -2..2; larger is
   * more suspicious, above 0 another class is closer. Null where nothing else speaks for the class: nobody can judge.
   */
  readonly score: number | null;
  /** Probability that the label is wrong, 0..1. */
  readonly confidence: number;
  /** The best other class; null where there is none. */
  readonly suggested: string | null;
};

/**
 * Finds labels that are probably wrong, to learn from `{ ...learned, weights }` instead of `learned`, and ranks all of them.
 * First every picture is left out of its class in a space that asked for no labels; where every label is the best class
 * there, that stands. Otherwise the first weights fit five spaces that do ask, each of which judges the pictures that it was
 * not fitted on. Memory beside copies of the embeddings is that of a block; time is some products [N, D] x [D, D] and a
 * factorisation of [D, D], six times as much where some label is not the best class. A label that is alone in its class
 * but for copies of the picture cannot be judged and is trusted. Throws `interrupted` when the signal is aborted.
 */
export async function trusted(learned: LabelledEmbeddings, tools: FoldTools): Promise<Trust> {
  if (learned.classes.length < 2 || learned.labels.length < 2) return allTrusted(learned);
  const copies = await copiesIn(learned, tools.product);
  const leftOut = await leftOutScores(learned, copies, tools.product);
  const first = await votesLeftOut(learned, leftOut);
  const doubts = wrongBy(first, copies);
  if (first.own.every((_, index) => marginOf(first, index) <= 0)) {
    return { ...allTrusted(learned), scores: scoresFrom(first, doubts, learned) };
  }
  const votes = await votesOutOfFold({ ...learned, weights: complement(doubts) }, copies, leftOut, tools);
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

/** [N], the probability of each label to be wrong: by chance, where many are, or in the tail, where few are. */
function wrongBy(votes: Votes, copies: Copies): Float32Array {
  const { wrong } = labelsByChance(votes, copies);
  const inTail = labelsInTail(votes, copies);
  return wrong.map((value, index) => Math.max(value, inTail[index]));
}

function complement(wrong: Float32Array): Float32Array {
  return wrong.map((value) => 1 - value);
}

/** Where no label is suspected none is doubted either: it would cost right ones. */
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
