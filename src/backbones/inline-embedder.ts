import { semaphore } from '../base/semaphore.ts';
import { shortSideFor } from '../images/framing.ts';
import type { Decode } from '../images/pixels.ts';
import { requirePixels } from '../images/pixels-from.ts';
import { preparer } from '../images/prepare.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { type BackboneOptions, openBackbone } from './backbone.ts';
import type { Card } from './card.ts';
import type { Embedder } from './embedder.ts';
import { cardFingerprint } from './fingerprint.ts';
import { requireUsable } from './require-usable.ts';

/** What an embedder needs from its environment: a decoder of pictures and a runtime for graphs. */
export type EmbedderOptions = BackboneOptions & { readonly decode: Decode; readonly runtime: Runtime };

/** An embedder whose network is still opening; it decodes pictures meanwhile. */
export type OpeningEmbedder = Embedder & {
  /** Resolves when the network is open; throws what openBackbone throws. */
  readonly opened: Promise<unknown>;
};

/**
 * An embedder in the calling thread. It decodes, preprocesses and runs one picture after the other, and decodes the
 * next picture meanwhile. Throws what openBackbone throws.
 */
export async function inlineEmbedder(card: Card, bytes: Uint8Array, options: EmbedderOptions): Promise<Embedder> {
  const embedder = openingEmbedder(card, await cardFingerprint(card), bytes, options);
  await embedder.opened;
  return embedder;
}

/** Like inlineEmbedder, but returns before the backbone is open. `fingerprint` must be the card's (fingerprintOf). */
export function openingEmbedder(
  card: Card,
  fingerprint: string,
  bytes: Uint8Array,
  { decode, runtime, threads = 1 }: EmbedderOptions,
): OpeningEmbedder {
  const opened = openBackbone(card, bytes, runtime, { threads });
  // The error comes back to whoever waits for `opened` or embeds a picture.
  opened.catch(() => undefined);
  const decodeOptions = { shortSidePx: shortSideFor(card.preprocessing) };
  const prepare = preparer(card.preprocessing);
  const input = new Float32Array(3 * card.preprocessing.sizePx ** 2);
  const turn = semaphore(1);
  return {
    card,
    fingerprint,
    opened,
    concurrency: 2,
    embed: async (picture) => {
      const pixels = picture instanceof Uint8Array ? await decode(picture, decodeOptions) : requirePixels(picture);
      const backbone = await opened;
      const { data } = await turn.run(() => backbone.features(prepare(pixels, input), 1));
      return requireUsable(data);
    },
    dispose: () => turn.run(async () => (await opened).dispose()),
  };
}
