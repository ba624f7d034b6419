import type { Sample } from '../../data/dataset.ts';
import { noneRead } from '../../data/embedded.ts';
import { holdOutTold, type ToldParts } from '../../data/supervision/hold-out-told.ts';
import { questionsOf } from '../../data/supervision/questions-of.ts';
import { supervisionBy, type Testimony, testimonyWithin } from '../../data/supervision/testimony.ts';
import type { Network } from '../chosen-network.ts';
import type { WorkOptions } from '../work-options.ts';
import { type LearningSet, requireEnough } from './learning-set.ts';
import { type Looked, readablePictures } from './readable-pictures.ts';
import type { UsablePictures } from './usable-pictures.ts';

/**
 * For pictures of which more is said than labels: looks at every picture once, and holds out what questions can be asked of.
 * The same picture twice never lies on both sides. Throws `empty` where none can be read, `too-few` where hardly anything is
 * left to learn from.
 */
export async function usableTold(
  { train, val }: LearningSet,
  testimony: Testimony,
  { card }: Network,
  options: WorkOptions,
): Promise<UsablePictures> {
  const { seed = 0 } = options;
  const all = [...train, ...(val ?? [])];
  const looked = await readablePictures(all, card.preprocessing, options);
  const read = all.flatMap((sample, picture) => (looked.hashOf.has(sample) ? [picture] : []));
  if (read.length === 0) throw noneRead(looked.skipped);
  const left = testimonyWithin(testimony, read);
  const samples = copiesTogether(
    read.map((picture) => all[picture]),
    testimony,
    looked,
  );
  const given = read.filter((picture) => picture < train.length).length;
  const parts = val ? givenParts(left, given, options) : holdOutTold(samples, left, seed);
  const learned = parts.learned.map((picture) => samples[picture]);
  requireEnough(learned, testimonyWithin(left, parts.learned), looked.skipped.length);
  return {
    learned,
    judges: parts.judges.map((picture) => samples[picture]),
    told: {
      testimony: testimonyWithin(left, [...parts.learned, ...parts.judges]),
      apart: parts.apart,
      judged: onlyJudges(parts, (picture) => looked.hashOf.get(all[read[picture]]) ?? ''),
    },
    selection: parts.judges.length === 0 ? 'none' : val ? 'val' : 'fifth',
    hashes: [...new Set(looked.hashOf.values())].sort(),
    skipped: looked.skipped,
  };
}

/** The hashes of pictures that judge and are not, by a copy, learned as well. */
function onlyJudges({ learned, judges }: ToldParts, hashOf: (picture: number) => string): string[] {
  const known = new Set(learned.map(hashOf));
  return [...new Set(judges.map(hashOf))].filter((hash) => !known.has(hash)).sort();
}

/** Parts that the data set gives: its first pictures are learned, the others judge. */
function givenParts(testimony: Testimony, first: number, { seed = 0, warn }: WorkOptions): ToldParts {
  const { of } = supervisionBy(testimony).identities;
  const pictures = Array.from(of, (_, picture) => picture);
  const [learned, judges] = [pictures.slice(0, first), pictures.slice(first)];
  if (questionsOf(supervisionBy(testimonyWithin(testimony, judges)), seed) === null) {
    warn?.('too little is said of the pictures of val to choose by them: the last epoch stands');
    return { learned, judges: [], apart: null };
  }
  const known = new Set(learned.map((picture) => of[picture]));
  return { learned, judges, apart: judges.some((picture) => known.has(of[picture])) ? 'pictures' : 'identities' };
}

/** Pictures of the same bytes as a group, where groups are not what is said of them. */
function copiesTogether(samples: readonly Sample[], { statements }: Testimony, { hashOf }: Looked): Sample[] {
  const isSaid = (statements.groups ?? []).length > 0;
  return samples.map((sample) => ({
    ...sample,
    group: (isSaid ? null : sample.group) ?? hashOf.get(sample) ?? null,
  }));
}
