import { type ByPictures, valueAt } from './by-pictures.ts';
import type { PromiseMade } from './promise-made.ts';

/** A picture is accepted exactly when its score is at least its limit. */
export type Threshold = {
  /** On the scale of the scores; cosine, -1..1, where similarities are compared. */
  readonly value: number;
  /** In words, where the value comes from. */
  readonly source: string;
  /** Of classes that have a threshold of their own. Absent: none has. */
  readonly byClass?: Readonly<Record<string, number>>;
  /**
   * In place of `value` for several pictures of one thing, from 2 on. Pooled embeddings are nearer to every class, so
   * that the threshold of a single picture would accept too many strangers. Absent: `value` holds for any number.
   */
  readonly byPictures?: ByPictures;
  /**
   * The part of the runner-up's similarity that is added to the limit, 0..1: a picture that is nearly as close to a
   * second class has to be closer. Absent: 0.
   */
  readonly runnerUp?: number;
  /**
   * The part of the cohort mean of a class that `byClass` holds, 0..1: classes that are near to much have a higher
   * limit. Absent: 0.
   */
  readonly cohort?: number;
  /** What the value promises. Absent: nothing. */
  readonly promise?: PromiseMade;
};

/** What is compared with a threshold. */
export type BestClass = {
  /** The class that it is most like; null where two pictures are compared. */
  readonly label: string | null;
  /** The similarity to the second best class; absent where there is none. */
  readonly runnerUp?: number | undefined;
  /** How many pictures of one thing were pooled, default 1. */
  readonly pictures?: number | undefined;
};

/**
 * The similarity from which something is accepted: `given` by the caller, else the class's own limit or the gallery's,
 * plus a part of the runner-up's similarity. What several pictures add to `value` they also add to the limit of a
 * class.
 */
export function acceptedFrom(
  { value, byClass = {}, byPictures = [], runnerUp: part = 0 }: Threshold,
  { label, runnerUp = 0, pictures = 1 }: BestClass,
  given?: number,
): number {
  const own = label !== null && Object.hasOwn(byClass, label) ? byClass[label] : value;
  const added = pictures > 1 ? valueAt([{ pictures: 1, value }, ...byPictures], pictures) - value : 0;
  return given ?? own + added + part * runnerUp;
}
