import type { Embedder, Picture } from '../backbones/embedder.ts';

/** Pictures embedded, and how long at least one was under way. */
export type Spent = { readonly pictures: number; readonly milliseconds: number };

/** An embedder that knows what it has spent. */
export type MeteredEmbedder = Embedder & { spent(): Spent };

/** The same embedder, measured: pictures side by side count their time once, which gives what one costs among many. */
export function meteredEmbedder(embedder: Embedder): MeteredEmbedder {
  let pictures = 0;
  let milliseconds = 0;
  let underWay = 0;
  let since = 0;
  const measured = async (picture: Picture) => {
    if (underWay++ === 0) since = performance.now();
    try {
      const embedding = await embedder.embed(picture);
      pictures++;
      return embedding;
    } finally {
      if (--underWay === 0) milliseconds += performance.now() - since;
    }
  };
  return { ...embedder, embed: measured, spent: () => ({ pictures, milliseconds }) };
}
