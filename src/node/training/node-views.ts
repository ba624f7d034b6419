import { join } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import { shortSideFor } from '../../images/framing.ts';
import type { NamedPaths, ViewRequest, ViewSetting, ViewSource, Views } from '../../train/batches/views.ts';
import type { SkippedJob } from '../augmentation/augment-messages.ts';
import { type AugmentPool, augmentPool } from '../augmentation/augment-pool.ts';
import { freeBytes } from '../files/free-bytes.ts';
import { storePixels } from './pixel-store.ts';
import { type ViewPool, viewPool } from './view-pool.ts';

/** Views of picture files, drawn by worker threads. Decoded pixels are kept in `folder`. */
export function nodeViews(folder: string): Views {
  return {
    through: async (trunk, setting) => trunkSource(await viewPool({ ...setting, trunk })),
    repeated: async (pictures, setting, watch = {}) => pixelSource(await pixelPool(folder, pictures, setting, watch)),
  };
}

/** Every request is computed by whichever thread is free. */
function trunkSource({ concurrency, views, close }: ViewPool): ViewSource {
  return {
    concurrency,
    read: async (requests) => {
      const reads = requests.map(({ path, ...wish }) => views(path, wish));
      return joined(await Promise.all(reads));
    },
    close,
  };
}

/** All requests of one call are a batch, which one thread makes: it works on while this thread is inside a step. */
function pixelSource({ threads, batch, close }: AugmentPool): ViewSource {
  return {
    concurrency: threads,
    read: async (requests) => {
      const { images, skipped } = await batch(requests.flatMap(jobsOf));
      if (skipped.length > 0) throw unreadable(skipped[0]);
      return images;
    },
    close,
  };
}

function jobsOf({ path, sample, views }: ViewRequest) {
  return views.map((view) => ({ path, sample, view }));
}

/** Decoded pictures take at most this much room on disk, and half of what is free; else every epoch decodes anew. */
const mostStoredBytes = 4 * 2 ** 30;

async function pixelPool(
  folder: string,
  { name, paths }: NamedPaths,
  setting: ViewSetting,
  watch: Parameters<Views['repeated']>[2],
): Promise<AugmentPool> {
  const mostBytes = Math.min(mostStoredBytes, (await freeBytes(folder)) / 2);
  const options = { shortSidePx: shortSideFor(setting.preprocessing), mostBytes };
  const store = await storePixels(paths, join(folder, `${name}.pixels`), options, watch);
  return augmentPool({ ...setting, store });
}

function joined(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0];
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function unreadable({ path, error: { code, message, ...parts } }: SkippedJob): DiscernError {
  return new DiscernError(code, `${path}: ${message}`, parts);
}
