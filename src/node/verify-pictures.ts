import { DiscernError } from '../base/error.ts';
import { isSkipped } from '../data/embedding/embedded.ts';
import { recogniser, type Verification } from '../recognise/recogniser.ts';
import { openBundleSession } from './bundle-session.ts';
import type { WorkOptions } from './work-options.ts';

/**
 * Whether two pictures show the same class, by the bundle's gallery. Throws what openBundleSession throws, what reading
 * the pictures throws, and `unsupported` without a gallery.
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
