import type { ClassifierScores } from '../../classify/familiarities.ts';

/** What a gallery says of a picture that it has not seen. */
export type GalleryScores = {
  /** The nearest class. */
  readonly best: string;
  /** Its similarity, and that of the second nearest class (-1 where there is none). */
  readonly similarity: number;
  readonly runnerUp: number;
  /** The mean similarity of enrolled pictures of other classes to `best`: its cohort mean. */
  readonly cohort: number;
};

/** A picture, scored by approaches that have not seen it. */
export type ScoredPicture = {
  /** Its true class; of a stranger the class or cluster that it belongs to. */
  readonly label: string;
  /** What is exchangeable with what comes later: the scene of an own picture, the class or cluster of a stranger. */
  readonly unit: string;
  /** Null where there is no gallery. */
  readonly gallery: GalleryScores | null;
  /** Null where there is no classifier. */
  readonly classifier: (ClassifierScores & { readonly best: string }) | null;
};

/** What thresholds are calibrated on: own pictures and strangers, none of them seen by what scored them. */
export type OpenSetEvidence = {
  /** Pictures of known classes. */
  readonly own: readonly ScoredPicture[];
  /** Pictures of classes that were not known. */
  readonly strangers: readonly ScoredPicture[];
  /**
   * `classes`: known classes, each left out of what scored it. `given`: pictures of no known class, given by the user.
   */
  readonly strangersFrom: 'classes' | 'given';
};

/** The scores of pictures that belong together: larger means known. */
export type Unit = readonly number[];

/** Scores by unit: pictures of one unit are dependent, units are exchangeable. */
export function unitsOf(
  pictures: readonly ScoredPicture[],
  scoreOf: (picture: ScoredPicture) => number | null,
): Unit[] {
  const units = new Map<string, number[]>();
  for (const picture of pictures) {
    const score = scoreOf(picture);
    if (score === null) continue;
    const unit = units.get(picture.unit);
    if (unit) unit.push(score);
    else units.set(picture.unit, [score]);
  }
  return [...units.values()];
}

/** The mean over units of the share of their pictures whose score is at least `limit`. NaN without units. */
export function acceptedShare(units: readonly Unit[], limit: number): number {
  let sum = 0;
  for (const unit of units) sum += unit.filter((score) => score >= limit).length / unit.length;
  return sum / units.length;
}
