import type { ErrorJson } from '../base/error.ts';
import type { ClassDifference } from '../bundle/class-difference.ts';
import type { Skipped } from '../data/embedding/embedded.ts';
import type { GroupRecognition } from '../recognise/answer.ts';
import { type PictureAnswer, pictureAnswer } from './picture-answer.ts';

/** Pictures that show one thing. */
export type PictureGroup = {
  /** What it is called: a folder, a value of the column `group`; null for pictures that were given one by one. */
  readonly group: string | null;
  /** As they can be opened from the current folder; `-` for standard input. */
  readonly paths: readonly string[];
};

/** One element of what `predict --together --json` prints: one answer for several pictures of one thing. */
export type GroupAnswer = PictureGroup &
  Omit<PictureAnswer, 'path' | 'error'> & {
    /** How many pictures the answer rests on: those that could be read, without the outliers. */
    readonly pictures: number;
    /** Pictures that do not seem to show the same thing, the least similar first. They do not count. */
    readonly outliers: readonly { readonly path: string; readonly similarity: number }[];
    /** Pictures that could not be read. */
    readonly skipped: readonly Skipped[];
    /** Why there is no answer: the error of the first picture, where none could be read. */
    readonly error?: ErrorJson;
  };

/** The answer for a group whose pictures at `read`, in the order of the recognition, could be read. */
export function groupAnswer(
  { group, paths }: PictureGroup,
  { pictures, outliers, ...recognition }: GroupRecognition,
  { read, skipped, stale }: { read: readonly string[]; skipped: readonly Skipped[]; stale: ClassDifference | null },
): GroupAnswer {
  const { path, error, ...answer } = pictureAnswer(group ?? paths[0], recognition, stale);
  const named = outliers.map(({ index, similarity }) => ({ path: read[index], similarity }));
  return { group, paths, pictures, outliers: named, skipped, ...answer };
}

/** The answer for a group of which no picture could be read. */
export function failedGroup({ group, paths }: PictureGroup, skipped: readonly Skipped[]): GroupAnswer {
  const [{ error }] = skipped;
  return {
    group,
    paths,
    pictures: 0,
    outliers: [],
    skipped,
    error,
    answer: null,
    why: null,
    classifier: null,
    gallery: null,
  };
}
