import { DiscernError } from '../base/error.ts';
import { matrix } from '../base/matrix.ts';
import type { BundleForAnswers } from '../bundle/bundle.ts';
import { staleClasses } from '../bundle/stale.ts';
import { isSkipped } from '../data/embedded.ts';
import { recogniser } from '../recognise/recogniser.ts';
import { openBundleWorkshop } from './bundle-workshop.ts';
import { type PictureAnswer, pictureAnswer } from './picture-answer.ts';
import { shellWord } from './shell-word.ts';
import type { WorkshopOptions } from './workshop.ts';

/** Options of recognising. */
export type RecognisePicturesOptions = WorkshopOptions & {
  /** How many of the best classes each approach lists; default 5. */
  readonly top?: number | undefined;
  /** Replaces the similarity from which the gallery says known. */
  readonly threshold?: number | undefined;
};

/**
 * Recognises pictures in the order given: each answer as soon as it and all before it are there, in bounded memory, so
 * that the first answers come before the last path is known. A picture that fails is answered with its error. Throws
 * what openBundleWorkshop throws, and `empty` where the bundle knows no class.
 */
export async function* recognisePictures(
  path: string,
  pictures: Iterable<string> | AsyncIterable<string>,
  options: RecognisePicturesOptions = {},
): AsyncGenerator<PictureAnswer, void, undefined> {
  const { bundle, workshop } = await openBundleWorkshop(path, options);
  const { top, threshold } = options;
  const stale = staleClasses(bundle);
  const wanted = { ...(top !== undefined && { top }), ...(threshold !== undefined && { threshold }) };
  try {
    requireClasses(bundle, path);
    const { recognise } = recogniser(bundle, { product: workshop.product });
    for await (const picture of workshop.embedEach(pictures)) {
      if (isSkipped(picture)) yield { ...picture, classifier: null, gallery: null };
      else {
        const embedding = matrix(1, picture.embedding.length, picture.embedding);
        const [recognised] = await recognise(embedding, wanted);
        yield pictureAnswer(picture.path, recognised, stale);
      }
    }
  } finally {
    await workshop.close();
  }
}

function requireClasses({ classifier, gallery }: BundleForAnswers, path: string): void {
  if (classifier !== null || (gallery !== null && gallery.entries.length > 0)) return;
  const bundle = shellWord(path);
  throw new DiscernError('empty', `${path} knows no class: nothing is enrolled`, {
    given: `${path}, without a classifier, whose gallery is empty`,
    expected: 'at least one enrolled picture',
    todo: `enrol some of each class: discern enrol ${bundle} LABEL FILE; or compare two: discern verify ${bundle} A B`,
  });
}
