import type { Product } from '../linalg/product.ts';
import type { LabelledEmbeddings } from '../spaces/projection-fit.ts';
import type { Copies } from './copies.ts';
import { type Neighbours, neighboursOf } from './neighbours.ts';
import { probabilitiesOf } from './probabilities.ts';
import { marginOf, rivalOf, type Votes } from './votes.ts';

/** A label that is probably wrong, with the evidence. */
export type Suspect = {
  /** The row of the embeddings. */
  readonly index: number;
  readonly label: string;
  /** The best other class. */
  readonly suggested: string;
  /** Probability that `label` is wrong, above 0.5. It says less about whether `suggested` is right. */
  readonly confidence: number;
  readonly evidence: Neighbours & {
    /** Out-of-fold probabilities: the given class, then the best others. */
    readonly probabilities: readonly { readonly label: string; readonly probability: number }[];
  };
};

/** The inputs of the list of suspects. */
export type SuspectSource = {
  readonly learned: LabelledEmbeddings;
  readonly copies: Copies;
  readonly votes: Votes;
  /** [N], probability that each label is wrong. */
  readonly wrong: Float32Array;
};

/** Whether a label is more likely wrong than right. */
export function isSuspect(wrong: number): boolean {
  return wrong > 0.5;
}

/** The suspects, the most probable first; of equal ones, the largest margin first. */
export async function suspectsFrom(source: SuspectSource, product: Product): Promise<Suspect[]> {
  const { wrong, votes, learned, copies } = source;
  const indices = [...wrong.keys()]
    .filter((index) => isSuspect(wrong[index]))
    .sort((a, b) => wrong[b] - wrong[a] || marginOf(votes, b) - marginOf(votes, a));
  const neighbours = await neighboursOf(indices, learned, copies, product);
  const probabilitiesAt = probabilitiesOf(votes);
  return indices.map((index, at) =>
    suspectAt(index, { ...source, neighbours: neighbours[at], probabilities: probabilitiesAt(index) }),
  );
}

type LabelVotes = SuspectSource & { readonly neighbours: Neighbours; readonly probabilities: Float32Array };

function suspectAt(index: number, { learned, votes, wrong, neighbours, probabilities }: LabelVotes): Suspect {
  const { labels, classes } = learned;
  const count = votes.rivalScores.columns;
  const ranked = [labels[index], ...votes.rivals.subarray(index * count, (index + 1) * count)];
  return {
    index,
    label: classes[labels[index]],
    suggested: classes[rivalOf(votes, index)],
    confidence: wrong[index],
    evidence: {
      ...neighbours,
      probabilities: ranked.map((c, k) => ({ label: classes[c], probability: probabilities[k] })),
    },
  };
}
