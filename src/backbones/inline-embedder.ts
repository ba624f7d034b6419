import { shortSideFor } from '../images/framing.ts';
import type { Decode } from '../images/pixels.ts';
import { preparer } from '../images/prepare.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { type BackboneOptions, openBackbone } from './backbone.ts';
import type { Card } from './card.ts';
import type { Embedder } from './embedder.ts';
import { fingerprintOf } from './fingerprint.ts';

/** What an embedder needs from where it runs: a decoder of pictures and an executor of graphs. */
export type EmbedderOptions = BackboneOptions & { readonly decode: Decode; readonly runtime: Runtime };

/**
 * An embedder in the calling thread: decode, prepare and run, one picture after the other, while the next picture
 * is being decoded. Throws what openBackbone throws.
 */
export async function inlineEmbedder(
  card: Card,
  bytes: Uint8Array,
  { decode, runtime, threads = 1 }: EmbedderOptions,
): Promise<Embedder> {
  const backbone = await openBackbone(card, bytes, runtime, { threads });
  const wish = { shortSidePx: shortSideFor(card.preprocessing) };
  const prepare = preparer(card.preprocessing);
  const input = new Float32Array(3 * card.preprocessing.sizePx ** 2);
  const inTurn = turns();
  return {
    card,
    fingerprint: await fingerprintOf(card),
    concurrency: 2,
    embed: async (encoded) => {
      const pixels = await decode(encoded, wish);
      const { data } = await inTurn(() => backbone.features(prepare(pixels, input), 1));
      return data;
    },
    dispose: () => inTurn(() => backbone.dispose()),
  };
}

/** Runs tasks one after the other, in the order in which they were given; a failed task does not stop the next. */
function turns(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  };
}
