import { openSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { asDiscernError, internalError } from '../../base/error.ts';
import { throwIfAborted } from '../../base/progress.ts';
import { augmenter, viewRandom } from '../../images/augment/augmenter.ts';
import { presets } from '../../images/augment/presets.ts';
import { shortSideFor } from '../../images/framing.ts';
import type { Pixels } from '../../images/pixels.ts';
import { decode } from '../decode.ts';
import { readFile } from '../files.ts';
import type {
  AugmentedBatch,
  AugmentJob,
  AugmentReply,
  AugmentRequest,
  AugmentWorkerData,
  SkippedJob,
} from './augment-messages.ts';
import { storedPixels } from './pixel-store.ts';

const { preset, strength, preprocessing, seed, store, halted }: AugmentWorkerData = workerData;
const port = parentPort ?? fail();
const augment = augmenter(presets[preset], preprocessing, { strength });
const wish = { shortSidePx: shortSideFor(preprocessing) };
const length = 3 * preprocessing.sizePx ** 2;
const isHalted = () => Atomics.load(new Int32Array(halted), 0) === 1;

/** The picture that was decoded last: views of one picture are mostly wanted together. */
let last: { readonly path: string; readonly pixels: Pixels } | null = null;

const stored = store && { ...store, descriptor: openSync(store.file, 'r') };

async function pixelsOf({ path, sample }: AugmentJob): Promise<Pixels> {
  if (stored) return storedPixels(stored.descriptor, stored, sample);
  if (last?.path !== path) last = { path, pixels: await decode(await readFile(path), wish) };
  return last.pixels;
}

/** One picture after the other: a worker keeps one core busy, not more. */
async function batchOf(jobs: readonly AugmentJob[]): Promise<AugmentedBatch> {
  const images = new Float32Array(jobs.length * length);
  const skipped: SkippedJob[] = [];
  for (const [row, job] of jobs.entries()) {
    const { path, sample, view } = job;
    throwIfAborted(isHalted() ? AbortSignal.abort() : undefined);
    try {
      const stream = view === 0 ? null : viewRandom(seed, sample, view);
      augment(await pixelsOf(job), stream, images.subarray(row * length, (row + 1) * length));
    } catch (thrown) {
      skipped.push({ row, path, error: asDiscernError(thrown).toJSON() });
    }
  }
  return { images, skipped };
}

async function answer(id: number, jobs: readonly AugmentJob[]): Promise<void> {
  try {
    const batch = await batchOf(jobs);
    reply({ id, ...batch }, [batch.images.buffer]);
  } catch (thrown) {
    reply({ id, error: asDiscernError(thrown).toJSON() });
  }
}

function reply(message: AugmentReply, moved: ArrayBufferLike[] = []): void {
  port.postMessage(
    message,
    moved.filter((buffer) => buffer instanceof ArrayBuffer),
  );
}

function fail(): never {
  throw internalError('augment-worker runs only as a worker thread');
}

let turn = Promise.resolve();
port.on('message', (request: AugmentRequest) => {
  turn = turn.then(() => (request === null ? port.close() : answer(request.id, request.jobs)));
});
