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
   * The part of the runner-up's similarity that is added to the limit, 0..1: a picture that is nearly as close to a
   * second class has to be closer. Absent: 0.
   */
  readonly runnerUp?: number;
  /**
   * The part of what is usual for a class that `byClass` holds, 0..1: classes that are near to much have a higher
   * limit. Absent: 0.
   */
  readonly usual?: number;
  /** What the value promises. Absent: nothing. */
  readonly promise?: PromiseMade;
};

/** What a picture is most like. */
export type BestClass = {
  /** The class that it is most like; null where two pictures are compared. */
  readonly label: string | null;
  /** The similarity to the second best class; absent where there is none. */
  readonly runnerUp?: number | undefined;
};

/**
 * The similarity from which something is accepted: `given` by the caller, else the class's own limit or the gallery's,
 * plus a part of the runner-up's similarity.
 */
export function acceptedFrom(
  { value, byClass = {}, runnerUp: part = 0 }: Threshold,
  { label, runnerUp = 0 }: BestClass,
  given?: number,
): number {
  const own = label !== null && Object.hasOwn(byClass, label) ? byClass[label] : value;
  return given ?? own + part * runnerUp;
}
