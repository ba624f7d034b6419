import { workerData } from 'node:worker_threads';
import { inlineEmbedder } from '../../backbones/inline-embedder.ts';
import { decode } from '../decode.ts';
import type { PictureTask, PictureWorkerData } from '../pictures/picture-pool.ts';
import { guardedRuntime } from '../workers/native-calls.ts';
import { serveRequests } from '../workers/serve-requests.ts';
import type { EmbedWish, EmbedWorkerData } from './pooled-embedder.ts';

const { card, model, calls }: EmbedWorkerData & PictureWorkerData = workerData;

/** Opens the embedder. The runtime cannot load shared memory, so it gets a copy, which it needs only while it loads. */
async function open(): Promise<PictureTask<EmbedWish>> {
  const runtime = guardedRuntime(calls);
  const embedder = await inlineEmbedder(card, new Uint8Array(model).slice(), { decode, runtime, threads: 1 });
  return {
    answer: ({ encoded, wish: size }) => embedder.embed(size === null ? encoded : { ...size, data: encoded }),
    numbers: (embedding) => embedding,
    dispose: embedder.dispose,
  };
}

serveRequests(open());
