import type { Decode } from '../images/pixels.ts';
import { fewPictures } from './embedder.ts';
import { runtimeLibrary } from './runtime.ts';

/** What takes long to load, begun before it is known which network is wanted. */
export type EarlyStart = { readonly decode: Decode };

/**
 * Begins to load what a few pictures need, decoder and runtime, while files are being read. Null for many, which have a
 * pool. (A thread for the decoder was tried: starting it costs what it saves.)
 */
export function earlyStart(pictures: number | undefined): EarlyStart | null {
  if (pictures === undefined || pictures > fewPictures) return null;
  // Whoever loads a model or decodes hears of a failure.
  runtimeLibrary().catch(() => undefined);
  const loaded = import('./decode.ts');
  loaded.catch(() => undefined);
  return { decode: async (encoded, wish) => (await loaded).decode(encoded, wish) };
}
