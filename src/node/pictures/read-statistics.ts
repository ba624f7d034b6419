import { throwIfAborted } from '../../base/progress.ts';
import { semaphore } from '../../base/semaphore.ts';
import { differenceHash } from '../../images/difference-hash.ts';
import { type PictureStatistics, pictureStatistics, statisticsSidePx } from '../../images/picture-statistics.ts';
import { decode } from '../decode.ts';
import { readFile } from '../files/files.ts';
import type { WorkOptions } from '../work-options.ts';
import { pictureBudget } from './picture-budget.ts';

/** Pictures decoded at once; sharp decodes in threads of its own. */
const atOnce = 8;

/** How a picture was taken, and the hash by which near copies are known (see differenceHash). */
export type PictureLook = { readonly statistics: PictureStatistics; readonly hash: Uint8Array };

/**
 * The statistics and hashes of picture files, in their order, reduced while they are decoded. Null for a picture that
 * can no longer be read.
 */
export async function readStatistics(
  paths: readonly string[],
  { progress, signal }: Pick<WorkOptions, 'progress' | 'signal'> = {},
): Promise<(PictureLook | null)[]> {
  const places = semaphore(atOnce);
  const roomFor = pictureBudget();
  let done = 0;
  const read = async (path: string) => {
    throwIfAborted(signal);
    progress?.({ stage: 'measuring light and size of pictures', done: done++, total: paths.length });
    const encoded = await readFile(path).catch(() => null);
    if (encoded === null) return null;
    const makeRoom = await roomFor(encoded);
    try {
      const pixels = await decode(encoded, { shortSidePx: statisticsSidePx });
      return { statistics: pictureStatistics(pixels), hash: differenceHash(pixels) };
    } catch {
      return null;
    } finally {
      makeRoom();
    }
  };
  return Promise.all(paths.map((path) => places.run(() => read(path))));
}
