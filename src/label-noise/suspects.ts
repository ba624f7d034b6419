import type { Product } from '../linalg/product.ts';
import type { LabelledEmbeddings } from '../spaces/projection-fit.ts';
import type { Copies } from './copies.ts';
import { marginOf, type Opinions, rivalOf } from './opinions.ts';
import { probabilitiesOf } from './probabilities.ts';
import { type Witnesses, witnessesOf } from './witnesses.ts';

/** A label that is rather wrong than right, with the evidence. */
export type Suspect = {
  /** The row of the embeddings. */
  readonly index: number;
  readonly label: string;
  /** The best other class. */
  readonly suggested: string;
  /** Probability that `label` is wrong, more than 0.5; says less of whether `suggested` is right. */
  readonly confidence: number;
  readonly evidence: Witnesses & {
    /** What a classifier that has not seen the picture says: the given class, then the best others. */
    readonly probabilities: readonly { readonly label: string; readonly probability: number }[];
  };
};

/** What suspects are listed from. */
export type SuspectSource = {
  readonly learned: LabelledEmbeddings;
  readonly copies: Copies;
  readonly opinions: Opinions;
  /** [N], probability that each label is wrong. */
  readonly wrong: Float32Array;
};

/** Whether a label is rather wrong than right. */
export function isSuspect(wrong: number): boolean {
  return wrong > 0.5;
}

/** The suspects, the surest first, of equally sure ones that which stays furthest behind. */
export async function suspectsFrom(source: SuspectSource, product: Product): Promise<Suspect[]> {
  const { wrong, opinions, learned, copies } = source;
  const indices = [...wrong.keys()]
    .filter((index) => isSuspect(wrong[index]))
    .sort((a, b) => wrong[b] - wrong[a] || marginOf(opinions, b) - marginOf(opinions, a));
  const witnesses = await witnessesOf(indices, learned, copies, product);
  const probabilitiesAt = probabilitiesOf(opinions);
  return indices.map((index, at) =>
    suspectAt(index, { ...source, witnesses: witnesses[at], probabilities: probabilitiesAt(index) }),
  );
}

type Testimony = SuspectSource & { readonly witnesses: Witnesses; readonly probabilities: Float32Array };

function suspectAt(index: number, { learned, opinions, wrong, witnesses, probabilities }: Testimony): Suspect {
  const { labels, classes } = learned;
  const count = opinions.rivalScores.columns;
  const ranked = [labels[index], ...opinions.rivals.subarray(index * count, (index + 1) * count)];
  return {
    index,
    label: classes[labels[index]],
    suggested: classes[rivalOf(opinions, index)],
    confidence: wrong[index],
    evidence: {
      ...witnesses,
      probabilities: ranked.map((c, k) => ({ label: classes[c], probability: probabilities[k] })),
    },
  };
}
