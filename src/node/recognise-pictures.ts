import { DiscernError } from '../base/error.ts';
import { matrix } from '../base/matrix.ts';
import type { BundleForAnswers } from '../bundle/bundle.ts';
import { classDifference } from '../bundle/class-difference.ts';
import { isSkipped } from '../data/embedding/embedded.ts';
import { recogniser } from '../recognise/recogniser.ts';
import { openBundleSession } from './bundles/bundle-session.ts';
import type { EmbeddingSessionOptions } from './embedding/embedding-session.ts';
import { type PictureAnswer, pictureAnswer } from './picture-answer.ts';
import { shellWord } from './shell-word.ts';

/** Options of recognising. */
export type RecognisePicturesOptions = EmbeddingSessionOptions & {
  /** How many of the best classes each approach lists; default 5. */
  readonly top?: number | undefined;
  /** Replaces the gallery's threshold: the similarity from which a picture counts as known. */
  readonly threshold?: number | undefined;
};

/**
 * Recognises pictures in the order given, in bounded memory. Each answer comes as soon as it and all before it are
 * ready, so the first answers come before the last path is known. A picture that fails is answered with its error.
 * Throws what openBundleSession throws, and `empty` where the bundle knows no class.
 *
 * @example
 * const paths = ['pictures/test/apple/noto.png'];
 * for await (const { path, classifier, gallery } of recognisePictures('emoji.discern', paths)) {
 *   classifier?.label; // => 'apple'
 *   console.log(path, classifier?.probability, gallery?.known, gallery?.similarity);
 * }
 */
export async function* recognisePictures(
  path: string,
  pictures: Iterable<string> | AsyncIterable<string>,
  options: RecognisePicturesOptions = {},
): AsyncGenerator<PictureAnswer, void, undefined> {
  const { bundle, session } = await openBundleSession(path, options);
  const { top, threshold } = options;
  const stale = classDifference(bundle);
  const wanted = { ...(top !== undefined && { top }), ...(threshold !== undefined && { threshold }) };
  try {
    requireClasses(bundle, path);
    const { recognise } = recogniser(bundle, { product: session.product });
    for await (const picture of session.embedEach(pictures)) {
      if (isSkipped(picture)) yield { ...picture, answer: null, why: null, classifier: null, gallery: null };
      else {
        const embedding = matrix(1, picture.embedding.length, picture.embedding);
        const [recognised] = await recognise(embedding, wanted);
        yield pictureAnswer(picture.path, recognised, stale);
      }
    }
  } finally {
    await session.close();
  }
}

/** Throws `empty` where a bundle knows no class. */
export function requireClasses({ classifier, gallery }: BundleForAnswers, path: string): void {
  if (classifier !== null || (gallery !== null && gallery.entries.length > 0)) return;
  const bundle = shellWord(path);
  throw new DiscernError('empty', `${path} knows no class: nothing is enrolled`, {
    given: `${path}, without a classifier, whose gallery is empty`,
    expected: 'at least one enrolled picture',
    todo: `enrol some of each class: discern enrol ${bundle} LABEL FILE; or compare two: discern verify ${bundle} A B`,
  });
}
