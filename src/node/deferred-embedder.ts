import type { Card } from '../backbones/card.ts';
import type { Embedder } from '../backbones/embedder.ts';

/** An embedder that is started with the first picture that needs it. */
export type DeferredEmbedder = Embedder & {
  /** Throws what starting threw: then it is not the pictures' fault that they could not be embedded. */
  requireOpen(): Promise<void>;
};

/** What is known before the start. */
export type Announced = {
  readonly card: Card;
  readonly fingerprint: string;
  readonly concurrency: number;
};

/** The embedder that `start` will give: where every embedding is in the cache, it never has to. */
export function deferredEmbedder(announced: Announced, start: () => Promise<Embedder>): DeferredEmbedder {
  let started: Promise<Embedder> | undefined;
  const begun = () => {
    started ??= start();
    return started;
  };
  return {
    ...announced,
    requireOpen: async () => void (await started),
    embed: async (picture) => (await begun()).embed(picture),
    dispose: async () => {
      const embedder = await started?.catch(() => undefined);
      await embedder?.dispose();
    },
  };
}
