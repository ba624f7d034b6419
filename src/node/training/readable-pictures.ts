import { asDiscernError } from '../../base/error.ts';
import { sha256 } from '../../base/hash.ts';
import { throwIfAborted } from '../../base/progress.ts';
import type { Sample } from '../../data/dataset.ts';
import type { Skipped } from '../../data/embedding/embedded.ts';
import { mapInOrder } from '../../data/map-in-order.ts';
import type { Preprocessing } from '../../images/preprocessing.ts';
import { readFile } from '../files/files.ts';
import type { WorkOptions } from '../work-options.ts';
import { viewPool } from './view-pool.ts';

type Found = { readonly sample: Sample; readonly hash: string };

/** What was found of samples: the SHA-256 of each that can be read, and the others. */
export type Looked = { readonly hashOf: ReadonlyMap<Sample, string>; readonly skipped: readonly Skipped[] };

/** Which samples can be read, each decoded once. */
export async function readablePictures(
  samples: readonly Sample[],
  preprocessing: Preprocessing,
  { threads, progress, signal }: WorkOptions,
): Promise<Looked> {
  progress?.({ stage: 'looking at pictures', done: 0, total: samples.length });
  const pool = await viewPool({ preprocessing, preset: 'none', seed: 0, trunk: null, threads });
  const look = async (sample: Sample, stop: AbortSignal): Promise<Skipped | Found> => {
    try {
      const encoded = await readFile(sample.path);
      const hash = await sha256(encoded);
      await pool.viewsOf(encoded, { sample: 0, views: [0] });
      return { sample, hash };
    } catch (thrown) {
      throwIfAborted(stop);
      return { path: sample.path, error: asDiscernError(thrown).toJSON() };
    }
  };
  const hashOf = new Map<Sample, string>();
  const skipped: Skipped[] = [];
  try {
    for await (const found of mapInOrder(samples, look, { window: 4 * pool.concurrency, signal })) {
      if ('error' in found) skipped.push(found);
      else hashOf.set(found.sample, found.hash);
      progress?.({ stage: 'looking at pictures', done: hashOf.size + skipped.length, total: samples.length });
    }
  } finally {
    await pool.close();
  }
  return { hashOf, skipped };
}
