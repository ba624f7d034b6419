import type { Product } from '../linalg/product.ts';
import type { LabelledEmbeddings } from '../spaces/projection-fit.ts';
import type { Copies } from './copies.ts';
import { type Neighbours, neighboursOf } from './neighbours.ts';
import { probabilitiesOf } from './probabilities.ts';
import { marginOf, rivalOf, type Votes } from './votes.ts';

/** A label that is rather wrong than right, with the evidence. */
export type Suspect = {
  /** The row of the embeddings. */
  readonly index: number;
  readonly label: string;
  /** The best other class. */
  readonly suggested: string;
  /** Probability that `label` is wrong, more than 0.5; says less of whether `suggested` is right. */
  readonly confidence: number;
  readonly evidence: Neighbours & {
    /** What a classifier that has not seen the picture says: the given class, then the best others. */
    readonly probabilities: readonly { readonly label: string; readonly probability: number }[];
  };
};

/** What suspects are listed from. */
export type SuspectSource = {
  readonly learned: LabelledEmbeddings;
  readonly copies: Copies;
  readonly votes: Votes;
  /** [N], probability that each label is wrong. */
  readonly wrong: Float32Array;
};

/** Whether a label is rather wrong than right. */
export function isSuspect(wrong: number): boolean {
  return wrong > 0.5;
}

/** The suspects, the surest first, of equally sure ones that which stays furthest behind. */
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
