import type { Embedded } from '../data/embedded.ts';
import type { FoldTools } from '../learn/noise/out-of-fold.ts';
import type { Suspect } from '../learn/noise/suspects.ts';
import { trusted } from '../learn/noise/trusted.ts';
import { labelled, subset } from './labelled.ts';

/** A picture whose label is rather wrong than right, with the evidence. */
export type SuspectPicture = Pick<Suspect, 'label' | 'suggested' | 'confidence'> & {
  readonly path: string;
  readonly evidence: {
    /** The nearest other pictures, nearest first, and their labels. */
    readonly neighbours: readonly { readonly path: string; readonly label: string }[];
    /** Share of them with the same label, each counted by its similarity, 0..1. */
    readonly agreement: number;
    /** What a classifier that has not seen the picture says: the given class, then the best others. */
    readonly probabilities: Suspect['evidence']['probabilities'];
  };
};

/** Pictures to learn from, and those that had better not be: the surest first. */
export type Sifted = { readonly kept: Embedded; readonly suspects: readonly SuspectPicture[] };

/**
 * Parts labelled pictures by whether their label is to be trusted (see `trusted`). A class of which nothing would be left
 * keeps all its pictures: then nobody can say what it looks like.
 */
export async function sift(known: Embedded, tools: FoldTools): Promise<Sifted> {
  tools.progress?.({ stage: 'looking for wrong labels', done: 0 });
  const { suspects } = await trusted(labelled(known), tools);
  const doubted = new Set(suspects.map(({ index }) => index));
  const all = [...known.samples.keys()];
  const certain = new Set(all.filter((index) => !doubted.has(index)).map((index) => known.samples[index].label));
  const left = suspects.filter(({ label }) => certain.has(label));
  if (left.length === 0) return { kept: known, suspects: [] };
  const out = new Set(left.map(({ index }) => index));
  return {
    kept: subset(
      known,
      all.filter((index) => !out.has(index)),
    ),
    suspects: left.map((suspect) => pictureOf(suspect, known)),
  };
}

function pictureOf({ index, label, suggested, confidence, evidence }: Suspect, { samples }: Embedded): SuspectPicture {
  const { neighbours, agreement, probabilities } = evidence;
  const named = neighbours.map((neighbour) => ({
    path: samples[neighbour].path,
    label: samples[neighbour].label ?? '',
  }));
  return {
    ...{ path: samples[index].path, label, suggested, confidence },
    evidence: { neighbours: named, agreement, probabilities },
  };
}
