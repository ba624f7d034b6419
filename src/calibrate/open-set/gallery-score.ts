import { pairwiseWinShare, placements } from '../../metrics/placements.ts';
import { standardError } from '../../metrics/standard-error.ts';
import { type GalleryScores, type OpenSetEvidence, type Unit, unitsOf } from './evidence.ts';

/** How similarities become comparable between pictures and between classes. */
export type GalleryScoring = {
  /** The part of the runner-up's similarity that is taken off, 0..1. */
  readonly runnerUp: number;
  /** The part of the cohort mean of the class that is taken off, 0..1. */
  readonly cohort: number;
};

/** What of a similarity tells the known from the unknown. */
export function galleryScore({ similarity, runnerUp, cohort }: GalleryScores, parts: GalleryScoring): number {
  return similarity - parts.runnerUp * runnerUp - parts.cohort * cohort;
}

/** What is tried, plainest first. */
export const galleryScorings: readonly GalleryScoring[] = [0, 0.5, 1].flatMap((cohort) =>
  [0, 0.25, 0.5, 0.75].map((runnerUp) => ({ runnerUp, cohort })),
);

/** The scoring with the best AUROC of own pictures against strangers; an earlier one unless a later one leads it. */
export function chooseGalleryScoring(evidence: OpenSetEvidence): GalleryScoring {
  return bestBy(galleryScorings, (parts) =>
    separation(evidence, ({ gallery }) => gallery && galleryScore(gallery, parts)),
  );
}

/** AUROC of own pictures against strangers, with its standard error over units. Each unit weighs the same. */
export type Separation = { readonly auroc: number; readonly error: number };

type ScoreOf = Parameters<typeof unitsOf>[1];

/** How well a score separates own pictures from strangers. */
export function separation({ own, strangers }: OpenSetEvidence, scoreOf: ScoreOf): Separation {
  const [known, unknown] = [unitsOf(own, scoreOf), unitsOf(strangers, scoreOf)];
  const found = placements(Float64Array.from(known.flat()), Float64Array.from(unknown.flat()));
  const value = pairwiseWinShare(found, weightsOf(known), weightsOf(unknown));
  return { auroc: value, error: standardError(value, Math.min(known.length, unknown.length)) };
}

/** The weight of each picture, such that all units weigh 1. */
function weightsOf(units: readonly Unit[]): number[] {
  return units.flatMap((unit) => unit.map(() => 1 / unit.length));
}

/** A later candidate has to lead by this part of a standard error; paired differences have smaller errors. */
const leadNeeded = 0.2;

/** The candidate of the largest AUROC; an earlier one, unless a later one leads it clearly. */
export function bestBy<T>(candidates: readonly T[], measure: (candidate: T) => Separation): T {
  let [best] = candidates;
  let held = measure(best);
  for (const candidate of candidates.slice(1)) {
    const found = measure(candidate);
    if (found.auroc <= held.auroc + leadNeeded * held.error) continue;
    [best, held] = [candidate, found];
  }
  return best;
}
