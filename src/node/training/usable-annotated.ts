import type { NetworkFile } from '../../backbones/network-file.ts';
import { type AnnotatedPictures, annotatedWithin, supervisionBy } from '../../data/annotations/annotated-pictures.ts';
import { evaluationPairsOf } from '../../data/annotations/evaluation-pairs.ts';
import { type AnnotatedParts, holdOutAnnotated } from '../../data/annotations/hold-out-annotated.ts';
import type { Sample } from '../../data/dataset.ts';
import { noneRead } from '../../data/embedding/embedded.ts';
import { type LearningSet, requireEnough } from '../../plan/learning-set.ts';
import type { UsablePictures } from '../../plan/usable-pictures.ts';
import type { WorkOptions } from '../work-options.ts';
import { type Looked, readablePictures } from './readable-pictures.ts';

/**
 * For annotated pictures: decodes every picture once, and holds out pictures whose pairs or triplets can be scored.
 * Copies of one picture are never split. Throws `empty` where none can be read, and `too-few` where hardly anything is
 * left to learn from.
 */
export async function usableAnnotated(
  { train, val }: LearningSet,
  annotated: AnnotatedPictures,
  { card }: NetworkFile,
  options: WorkOptions,
): Promise<UsablePictures> {
  const { seed = 0 } = options;
  const all = [...train, ...(val ?? [])];
  const looked = await readablePictures(all, card.preprocessing, options);
  const read = all.flatMap((sample, picture) => (looked.hashOf.has(sample) ? [picture] : []));
  if (read.length === 0) throw noneRead(looked.skipped);
  const left = annotatedWithin(annotated, read);
  const samples = copiesTogether(
    read.map((picture) => all[picture]),
    annotated,
    looked,
  );
  const given = read.filter((picture) => picture < train.length).length;
  const parts = val ? givenParts(left, given, options) : holdOutAnnotated(samples, left, seed);
  const learned = parts.learned.map((picture) => samples[picture]);
  requireEnough(learned, annotatedWithin(left, parts.learned), looked.skipped.length);
  return {
    learned,
    heldOut: parts.heldOut.map((picture) => samples[picture]),
    annotatedSplit: {
      annotated: annotatedWithin(left, [...parts.learned, ...parts.heldOut]),
      apart: parts.apart,
      heldOutHashes: onlyHeldOut(parts, (picture) => looked.hashOf.get(all[read[picture]]) ?? ''),
    },
    selection: parts.heldOut.length === 0 ? 'none' : val ? 'val' : 'fifth',
    hashes: [...new Set(looked.hashOf.values())].sort(),
    skipped: looked.skipped,
  };
}

/** The hashes of the held-out pictures of which no copy is learned. */
function onlyHeldOut({ learned, heldOut }: AnnotatedParts, hashOf: (picture: number) => string): string[] {
  const known = new Set(learned.map(hashOf));
  return [...new Set(heldOut.map(hashOf))].filter((hash) => !known.has(hash)).sort();
}

/** The parts of the data set: its `first` pictures are learned, the others are held out. */
function givenParts(annotated: AnnotatedPictures, first: number, { seed = 0, warn }: WorkOptions): AnnotatedParts {
  const { of } = supervisionBy(annotated).identities;
  const pictures = Array.from(of, (_, picture) => picture);
  const [learned, heldOut] = [pictures.slice(0, first), pictures.slice(first)];
  if (evaluationPairsOf(supervisionBy(annotatedWithin(annotated, heldOut)), seed) === null) {
    warn?.('too little is said of the pictures of val to choose by them: the last epoch stands');
    return { learned, heldOut: [], apart: null };
  }
  const known = new Set(learned.map((picture) => of[picture]));
  return { learned, heldOut, apart: heldOut.some((picture) => known.has(of[picture])) ? 'pictures' : 'identities' };
}

/** Makes pictures of the same bytes one group, where the annotations are not groups themselves. */
function copiesTogether(samples: readonly Sample[], { annotations }: AnnotatedPictures, { hashOf }: Looked): Sample[] {
  const isSaid = (annotations.groups ?? []).length > 0;
  return samples.map((sample) => ({
    ...sample,
    group: (isSaid ? null : sample.group) ?? hashOf.get(sample) ?? null,
  }));
}
