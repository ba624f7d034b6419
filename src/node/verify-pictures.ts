import { DiscernError } from '../base/error.ts';
import { isSkipped } from '../data/embedded.ts';
import { recogniser, type Verification } from '../recognise/recogniser.ts';
import { openBundleWorkshop } from './bundle-workshop.ts';
import type { WorkOptions } from './work-options.ts';

/**
 * Whether two pictures are of one class, as the bundle's gallery sees it. Throws what openBundleWorkshop throws, what
 * reading the pictures throws, and `unsupported` without a gallery.
 */
export async function verifyPictures(
  path: string,
  a: string,
  b: string,
  options: WorkOptions = {},
): Promise<Verification> {
  const { bundle, workshop } = await openBundleWorkshop(path, { ...options, pictures: 2 });
  try {
    const embeddings: Float32Array[] = [];
    for await (const picture of workshop.embedEach([a, b])) {
      if (isSkipped(picture)) {
        const { code, message, ...parts } = picture.error;
        throw new DiscernError(code, message, parts);
      }
      embeddings.push(picture.embedding);
    }
    const [first, second] = embeddings;
    return await recogniser(bundle, { product: workshop.product }).verify(first, second);
  } finally {
    await workshop.close();
  }
}
