import type { Embedded } from '../data/embedded.ts';
import type { FoldTools } from '../label-noise/out-of-fold.ts';
import type { Suspect } from '../label-noise/suspects.ts';
import { type LabelScore, trusted } from '../label-noise/trusted.ts';
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

/** How suspicious the label of a picture is: `score`, `confidence` and `suggested` of `LabelScore`. */
export type PictureLabelScore = { readonly path: string; readonly label: string } & LabelScore;

/** Pictures to learn from, and those that had better not be: the surest first. */
export type CleanedLabels = {
  readonly kept: Embedded;
  readonly suspects: readonly SuspectPicture[];
  /** All pictures, the most suspicious label first; those that nobody can judge last. */
  readonly labelScores: readonly PictureLabelScore[];
};

/**
 * Parts labelled pictures by whether their label is to be trusted (see `trusted`). A class of which nothing would be left
 * keeps all its pictures: then nobody can say what it looks like. With `keepSuspects` all are kept, and none is suspected.
 */
export async function cleanLabels(
  known: Embedded,
  { keepSuspects = false, ...tools }: FoldTools & { readonly keepSuspects?: boolean },
): Promise<CleanedLabels> {
  tools.progress?.({ stage: 'looking for wrong labels', done: 0 });
  const { suspects, scores } = await trusted(labelled(known), tools);
  const labelScores = rankedScores(known, scores);
  if (keepSuspects) return { kept: known, suspects: [], labelScores };
  const doubted = new Set(suspects.map(({ index }) => index));
  const all = [...known.samples.keys()];
  const certain = new Set(all.filter((index) => !doubted.has(index)).map((index) => known.samples[index].label));
  const left = suspects.filter(({ label }) => certain.has(label));
  if (left.length === 0) return { kept: known, suspects: [], labelScores };
  const out = new Set(left.map(({ index }) => index));
  return {
    kept: subset(
      known,
      all.filter((index) => !out.has(index)),
    ),
    suspects: left.map((suspect) => pictureOf(suspect, known)),
    labelScores,
  };
}

/** By score; equal ones as they were given. */
function rankedScores({ samples }: Embedded, scores: readonly LabelScore[]): PictureLabelScore[] {
  const least = Number.NEGATIVE_INFINITY;
  return samples
    .map(({ path, label }, index) => ({ path, label: label ?? '', ...scores[index] }))
    .sort((a, b) => (b.score ?? least) - (a.score ?? least) || 0);
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
