import { DiscernError } from '../base/error.ts';
import { isSkipped } from '../data/embedding/embedded.ts';
import { recogniser, type Verification } from '../recognise/recogniser.ts';
import { openBundleSession } from './bundles/bundle-session.ts';
import type { WorkOptions } from './work-options.ts';

/**
 * Says whether two pictures show the same class, by the threshold of the bundle's gallery. Throws what
 * openBundleSession and reading the pictures throw, and `unsupported` if the bundle has no gallery.
 *
 * @example
 * const { same, similarity, threshold } = await verifyPictures(
 *   'emoji.discern',
 *   'pictures/train/apple/emojione.png',
 *   'pictures/train/cat/emojione.png',
 * );
 * same; // => false
 */
export async function verifyPictures(
  path: string,
  a: string,
  b: string,
  options: WorkOptions = {},
): Promise<Verification> {
  const { bundle, session } = await openBundleSession(path, { ...options, pictures: 2 });
  try {
    const embeddings: Float32Array[] = [];
    for await (const picture of session.embedEach([a, b])) {
      if (isSkipped(picture)) {
        const { code, message, ...parts } = picture.error;
        throw new DiscernError(code, message, parts);
      }
      embeddings.push(picture.embedding);
    }
    const [first, second] = embeddings;
    return await recogniser(bundle, { product: session.product }).verify(first, second);
  } finally {
    await session.close();
  }
}
