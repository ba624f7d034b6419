import { DiscernError } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import type { Dataset, Sample } from '../../data/dataset.ts';
import { type Embedded, requireSome, type Skipped } from '../../data/embedding/embedded.ts';
import { comparisonParts } from '../../data/splits/use-parts.ts';
import type { SplitScenes } from '../../evaluate/results.ts';
import { nothingToLearn } from '../../fit/fit-approaches.ts';
import { aFifthOfAll, holdOutToMeasure } from '../../fit/held-out/hold-out.ts';
import { embedParts } from '../embedding/embed-parts.ts';
import type { EmbeddingSession } from '../embedding/embedding-session.ts';

/** Embedded pictures to compare on. */
export type ComparedParts = {
  readonly train: Embedded;
  /** Pictures to select on. Where it is empty, fitting holds out `share` of train. */
  readonly val: Embedded;
  readonly share: number | undefined;
  /** All pictures before they were split; null where the data set gives the split. */
  readonly parted: Embedded | null;
  /** Pictures to measure on. */
  readonly scored: Embedded;
  readonly unknown: Embedded;
  readonly keptTogether: SplitScenes['keptTogether'];
  readonly skipped: readonly Skipped[];
};

/**
 * Embeds what a comparison needs. It uses the split that the data set gives. Without one it draws 60/20/20; pictures
 * that were kept together then have the same `group`. Throws `empty` where no picture could be read, and `too-few`
 * where there are too few pictures to hold some out.
 */
export async function comparedParts(
  dataset: Dataset,
  unknown: readonly Sample[],
  session: EmbeddingSession,
  seed: number,
): Promise<ComparedParts> {
  const given = comparisonParts(dataset);
  const { train, val, score } = given ?? { train: dataset.samples, val: null, score: [] };
  const { parts, skipped } = await embedParts(session, { train, val: val ?? [], score, unknown });
  requireSome({ ...parts.train, skipped });
  if (given !== null) {
    const scored = requireSome({ ...parts.score, skipped });
    return { ...parts, parted: null, scored, skipped, share: undefined, keptTogether: 'given' };
  }
  const { learned, measured, whole } = await holdOutToMeasure(parts.train, seed, session.product);
  if (learned.samples.length === 0) throw nothingToLearn(parts.train);
  if (measured.samples.length === 0) throw noneToMeasure(learned);
  const drawn = { train: learned, parted: parts.train, scored: measured, share: aFifthOfAll, keptTogether: whole };
  return { ...parts, ...drawn, skipped };
}

function noneToMeasure({ samples }: Embedded): DiscernError {
  return new DiscernError('too-few', 'there are too few pictures to hold some out to measure on', {
    given: `${counted(samples.length, 'picture')}, one of each class or one group of each`,
    expected: 'a class with two pictures or more, of different groups where groups are given',
    todo: 'add pictures, or give a test part: a folder `test` beside `train`, or a column `split`',
  });
}
