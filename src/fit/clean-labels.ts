import type { Embedded } from '../data/embedding/embedded.ts';
import type { FoldTools } from '../label-noise/out-of-fold.ts';
import type { Suspect } from '../label-noise/suspects.ts';
import { type LabelScore, trusted } from '../label-noise/trusted.ts';
import { labelled, subset } from './labelled.ts';

/** A picture whose label is probably wrong, with the evidence. */
export type SuspectPicture = Pick<Suspect, 'label' | 'suggested' | 'confidence'> & {
  readonly path: string;
  readonly evidence: {
    /** The nearest other pictures with their labels, nearest first. */
    readonly neighbours: readonly { readonly path: string; readonly label: string }[];
    /** The share of them with the same label, weighted by similarity, 0..1. */
    readonly agreement: number;
    /** Out-of-fold class probabilities: the given class, then the best others. */
    readonly probabilities: Suspect['evidence']['probabilities'];
  };
};

/** The `LabelScore` of a picture: how suspicious its label is. */
export type PictureLabelScore = { readonly path: string; readonly label: string } & LabelScore;

/** The pictures to train on, and those with suspicious labels, most certain first. */
export type CleanedLabels = {
  readonly kept: Embedded;
  readonly suspects: readonly SuspectPicture[];
  /** All pictures, the most suspicious label first; pictures without a score last. */
  readonly labelScores: readonly PictureLabelScore[];
};

/**
 * Separates pictures with suspicious labels from the others (see `trusted`). A class that would lose all its pictures
 * keeps them. With `keepSuspects` all pictures are kept, and there are no suspects.
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

/** Sorted by score, descending; ties keep their order. */
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
