import type { ErrorJson } from '../base/error.ts';
import type { Stale } from '../bundle/stale.ts';
import type { Recognition } from '../recognise/answer.ts';

/** One element of what `predict --json` prints: what both approaches say, each null where the picture failed. */
export type PictureAnswer = Recognition & {
  /** As it was given, so that it can be opened from the current directory; `-` for standard input. */
  readonly path: string;
  /** Why it could not be recognised; absent where it was. */
  readonly error?: ErrorJson;
};

/** What both approaches said of the picture at a path; `stale`: where the classifier does not know the gallery's classes. */
export function pictureAnswer(path: string, recognition: Recognition, stale: Stale | null = null): PictureAnswer {
  const { classifier } = recognition;
  return { path, ...recognition, classifier: classifier && { ...classifier, ...(stale && { stale }) } };
}
