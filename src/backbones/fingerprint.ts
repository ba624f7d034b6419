import { sha256OfJson } from '../base/hash.ts';
import { PIXELS_VERSION } from '../images/prepare.ts';
import type { Card } from './card.ts';

/**
 * SHA-256 (hexadecimal) of everything that determines an embedding: weights, preprocessing, input and output, pooling,
 * and the version of the pixel code. Name, description and source are not included: a renamed file gives the same
 * embeddings.
 *
 * @example
 * const [before, after] = [cards[defaultBackbone], { ...cards[defaultBackbone], name: 'another name' }];
 * (await cardFingerprint(before)) === (await cardFingerprint(after)); // => true
 */
export function cardFingerprint(card: Card): Promise<string> {
  const { sha256, preprocessing, input, output, pooling, dimensions } = card;
  const { std: deviation, ...rest } = preprocessing; // the hash keeps the older name: caches and bundles hold it
  const pixels = PIXELS_VERSION;
  return sha256OfJson({
    weights: sha256,
    preprocessing: { ...rest, deviation },
    input,
    output,
    pooling,
    dimensions,
    pixels,
  });
}
