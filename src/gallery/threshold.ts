import { type ByPictures, valueAt } from './by-pictures.ts';

/** A picture is accepted exactly when its similarity is at least this. */
export type Threshold = {
  /** Cosine, -1..1. */
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
};

/**
 * The similarity from which something is accepted: `given` by the caller, else the class's own, else the gallery's.
 * `label` is the class that it is most like; null where two pictures are compared. `pictures`: how many pictures of one
 * thing were pooled; what they add to `value` they also add to the threshold of a class.
 */
export function acceptedFrom(
  { value, byClass = {}, byPictures = [] }: Threshold,
  label: string | null,
  given?: number,
  pictures = 1,
): number {
  const own = label !== null && Object.hasOwn(byClass, label) ? byClass[label] : value;
  const added = pictures > 1 ? valueAt([{ pictures: 1, value }, ...byPictures], pictures) - value : 0;
  return given ?? own + added;
}
