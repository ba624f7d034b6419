import { DiscernError } from '../../base/error.ts';
import type { Watch } from '../../base/progress.ts';
import { mapInOrder } from '../../data/map-in-order.ts';
import type { Activations, PictureView } from '../../train/batches/activations.ts';
import type { SkippedJob } from './augment-messages.ts';
import type { AugmentPool } from './augment-pool.ts';
import type { RecordFile } from './record-file.ts';
import type { ViewPool } from './view-pool.ts';

/** Pictures whose views are kept. */
export type KeptTask = {
  readonly paths: readonly string[];
  /** How many views of each: 0 .. views - 1. */
  readonly views: number;
  readonly numbering: Numbering;
};

/**
 * Which random views are meant by 1, 2, ...: those after this number. The plain view is 0 whatever it is. What is seen
 * under different numberings is never the same view.
 */
export type Numbering = number;

/**
 * Computes views of all pictures and writes them to a file, in order: records picture * views + view. What the file
 * holds already, of an earlier run that was cut short, is not computed again. Throws a picture's own error where it cannot be
 * read, `disk`, and `interrupted`.
 */
export async function keepViews(
  pool: ViewPool,
  file: RecordFile,
  { paths, views, numbering }: KeptTask,
  { progress, signal }: Watch,
): Promise<void> {
  const numbers = Array.from({ length: views }, (_, view) => numbered(view, numbering));
  const begun = Math.floor(file.present / views);
  const left = paths.slice(begun).map((path, i) => ({ path, sample: begun + i }));
  const window = 2 * pool.concurrency;
  let done = begun;
  const tell = () => progress?.({ stage: 'computing views', done: done * views, total: paths.length * views });
  tell();
  const work = ({ path, sample }: (typeof left)[number]) => pool.views(path, { sample, views: numbers });
  for await (const activations of mapInOrder(left, work, { window, signal })) {
    await file.write(done * views, activations);
    done++;
    tell();
  }
}

/** Activations that keepViews has kept. */
export function keptActivations(
  file: RecordFile,
  { views, labels, shape }: { readonly views: number; readonly labels: Int32Array; readonly shape: readonly number[] },
): Activations {
  return {
    labels,
    shape,
    read: (wanted) => file.read(wanted.map(({ picture, view }: PictureView) => picture * views + view)),
  };
}

/** Pictures whose views are new each time. */
export type FreshTask = Pick<Activations, 'labels' | 'shape'> & Pick<KeptTask, 'paths' | 'numbering'>;

/** Activations that are computed each time they are asked for. */
export function freshActivations(pool: ViewPool, { paths, labels, shape, numbering }: FreshTask): Activations {
  const length = shape.reduce((product, size) => product * size, 1);
  return {
    labels,
    shape,
    read: async (wanted) => {
      const all = new Float32Array(wanted.length * length);
      const reads = wanted.map(async ({ picture, view }, i) => {
        const wish = { sample: picture, views: [numbered(view, numbering)] };
        all.set(await pool.views(paths[picture], wish), i * length);
      });
      await Promise.all(reads);
      return all;
    },
  };
}

/** Views of pictures themselves, made each time by threads that work on while this one is inside a step. */
export function freshPictures(pool: AugmentPool, { paths, labels, shape, numbering }: FreshTask): Activations {
  return {
    labels,
    shape,
    read: async (wanted) => {
      const jobs = wanted.map(({ picture, view }) => ({
        path: paths[picture],
        sample: picture,
        view: numbered(view, numbering),
      }));
      const { images, skipped } = await pool.batch(jobs);
      if (skipped.length > 0) throw unreadable(skipped[0]);
      return images;
    },
  };
}

function numbered(view: number, numbering: Numbering): number {
  return view === 0 ? 0 : numbering + view;
}

function unreadable({ path, error: { code, message, ...parts } }: SkippedJob): DiscernError {
  return new DiscernError(code, `${path}: ${message}`, parts);
}
