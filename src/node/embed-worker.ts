import { workerData } from 'node:worker_threads';
import { inlineEmbedder } from '../backbones/inline-embedder.ts';
import { decode } from './decode.ts';
import type { PictureWorkerData } from './picture-messages.ts';
import type { EmbedWish, EmbedWorkerData } from './pooled-embedder.ts';
import { guardedRuntime, type PictureWork, servePictures } from './serve-pictures.ts';

const { card, model, calls }: EmbedWorkerData & PictureWorkerData = workerData;

/** The runtime takes no shared memory: it gets a copy, which it needs only while it loads. */
async function open(): Promise<PictureWork<EmbedWish>> {
  const runtime = guardedRuntime(calls);
  const embedder = await inlineEmbedder(card, new Uint8Array(model).slice(), { decode, runtime, threads: 1 });
  return {
    compute: (data, size) => embedder.embed(size === null ? data : { ...size, data }),
    dispose: embedder.dispose,
  };
}

servePictures(open());
