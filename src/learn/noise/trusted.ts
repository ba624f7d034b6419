import type { LabelledEmbeddings } from '../projections/projection-fit.ts';
import { type ByChance, labelsByChance } from './by-chance.ts';
import { copiesIn } from './copies.ts';
import { opinionsLeftOut } from './left-out.ts';
import { type FoldTools, opinionsOutOfFold } from './out-of-fold.ts';
import { isSuspect, type Suspect, suspectsFrom } from './suspects.ts';

/** How far labels are to be trusted. */
export type Trust = {
  /** [N], 0..1, how much a picture's label is to count in learning: 1 - the probability that it is wrong. */
  readonly weights: Float32Array;
  /** Estimated share of wrong labels, 0..1. */
  readonly noise: number;
  /** Labels that are rather wrong than right, the surest first. */
  readonly suspects: readonly Suspect[];
};

/** Below this probability of every label to be wrong, none is looked at again: looking again takes five fits. */
const doubtful = 0.25;

/**
 * Finds labels that are probably wrong, to learn from `{ ...learned, weights }` instead of `learned`. First every picture
 * is left out of its class in a space that asked for no labels; where that finds no doubtful label, all weights are 1. Otherwise the
 * first weights fit five spaces that do ask, each of which judges the pictures that it was not fitted on. Memory beside
 * copies of the embeddings is that of a block; time is some products [N, D] x [D, D] and a factorisation of [D, D], six
 * times as much where labels are wrong. A label that is alone in its class but for copies of the picture cannot be judged
 * and is trusted. Throws `interrupted` when the signal is aborted.
 */
export async function trusted(learned: LabelledEmbeddings, tools: FoldTools): Promise<Trust> {
  if (learned.classes.length < 2 || learned.labels.length < 2) return allTrusted(learned);
  const copies = await copiesIn(learned, tools.product);
  const first = labelsByChance(await opinionsLeftOut(learned, copies, tools.product), copies);
  if (first.wrong.every((wrong) => wrong < doubtful)) return allTrusted(learned);
  const opinions = await opinionsOutOfFold({ ...learned, weights: weightsOf(first) }, copies, tools);
  const second = labelsByChance(opinions, copies);
  if (!second.wrong.some(isSuspect)) return allTrusted(learned);
  return {
    weights: weightsOf(second),
    noise: second.wrong.reduce((sum, wrong) => sum + wrong, 0) / second.wrong.length,
    suspects: await suspectsFrom({ learned, copies, opinions, wrong: second.wrong }, tools.product),
  };
}

/** Where no label is suspected none is doubted either: it would cost right ones. */
function allTrusted({ labels }: LabelledEmbeddings): Trust {
  return { weights: new Float32Array(labels.length).fill(1), noise: 0, suspects: [] };
}

function weightsOf({ wrong }: ByChance): Float32Array {
  return wrong.map((value) => 1 - value);
}
