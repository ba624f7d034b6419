import { openSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { asDiscernError } from '../../base/error.ts';
import { throwIfAborted } from '../../base/progress.ts';
import { semaphore } from '../../base/semaphore.ts';
import { augmenter, viewRandom } from '../../images/augment/augmenter.ts';
import { presets } from '../../images/augment/presets.ts';
import { shortSideFor } from '../../images/framing.ts';
import type { Pixels } from '../../images/pixels.ts';
import { decode } from '../decode.ts';
import { readFile } from '../files/files.ts';
import { storedPixels } from '../training/pixel-store.ts';
import { serveRequests } from '../workers/serve-requests.ts';
import type { AugmentedBatch, AugmentJob, AugmentTask, AugmentWorkerData, SkippedJob } from './augment-messages.ts';

const { preset, strength, preprocessing, seed, store, halted }: AugmentWorkerData = workerData;
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

const turn = semaphore(1);
const task: AugmentTask = {
  answer: (jobs) => turn.run(() => batchOf(jobs)),
  numbers: ({ images }) => images,
  dispose: async () => undefined,
};

serveRequests(Promise.resolve(task));
