import type { ErrorJson } from '../base/error.ts';
import type { ClassDifference } from '../bundle/class-difference.ts';
import type { Recognition } from '../recognise/answer.ts';

/** One element of what `predict --json` prints: the answers of both approaches, each null where the picture failed. */
export type PictureAnswer = Omit<Recognition, 'answer' | 'why'> & {
  /** Null where the picture failed. */
  readonly why: Recognition['why'] | null;
  /** Null where the picture failed. */
  readonly answer: Recognition['answer'] | null;
  /** The path as it was given, so that it can be opened from the current folder; `-` for standard input. */
  readonly path: string;
  /** Why it could not be recognised; absent where it was. */
  readonly error?: ErrorJson;
};

/**
 * The answers of both approaches for the picture at a path. `stale`: the classes in which the classifier differs from
 * its gallery.
 */
export function pictureAnswer(
  path: string,
  recognition: Recognition,
  stale: ClassDifference | null = null,
): PictureAnswer {
  const { classifier } = recognition;
  return { path, ...recognition, classifier: classifier && { ...classifier, ...(stale && { stale }) } };
}
