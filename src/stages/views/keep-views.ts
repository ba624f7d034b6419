import type { ProgressOptions } from '../../base/progress.ts';
import { mapInOrder } from '../../data/map-in-order.ts';
import type { Activations, PictureView } from '../../train/batches/activations.ts';
import type { ViewSource } from '../../train/batches/views.ts';
import type { Records } from './records.ts';

/** Pictures whose views are kept. */
export type KeptTask = {
  readonly paths: readonly string[];
  /** How many views of each: 0 .. views - 1. */
  readonly views: number;
  readonly numbering: Numbering;
};

/**
 * Where the random views begin: view 1 is the one after this number, and so on. View 0 is always the plain picture. Two
 * numberings never give the same view.
 */
export type Numbering = number;

/**
 * Computes views of all pictures and writes them to records, in order: record picture * views + view. Views that an
 * earlier, interrupted run has written are not computed again. Throws a picture's own error where it cannot be read,
 * `disk`, and `interrupted`.
 */
export async function keepViews(
  source: ViewSource,
  records: Records,
  { paths, views, numbering }: KeptTask,
  { progress, signal }: ProgressOptions,
): Promise<void> {
  const numbers = Array.from({ length: views }, (_, view) => numbered(view, numbering));
  const begun = Math.floor(records.present / views);
  const left = paths.slice(begun).map((path, i) => ({ path, sample: begun + i }));
  const window = 2 * source.concurrency;
  let done = begun;
  const report = () => progress?.({ stage: 'computing views', done: done * views, total: paths.length * views });
  report();
  const work = ({ path, sample }: (typeof left)[number]) => source.read([{ path, sample, views: numbers }]);
  for await (const activations of mapInOrder(left, work, { window, signal })) {
    await records.write(done * views, activations);
    done++;
    report();
  }
}

/** Activations that keepViews has kept. */
export function keptActivations(
  records: Records,
  { views, labels, shape }: { readonly views: number; readonly labels: Int32Array; readonly shape: readonly number[] },
): Activations {
  return {
    labels,
    shape,
    read: (wanted) => records.read(wanted.map(({ picture, view }: PictureView) => picture * views + view)),
  };
}

/** Pictures whose views are new each time. */
export type FreshTask = Pick<Activations, 'labels' | 'shape'> & Pick<KeptTask, 'paths' | 'numbering'>;

/** Activations that are computed each time they are asked for. */
export function freshActivations(source: ViewSource, { paths, labels, shape, numbering }: FreshTask): Activations {
  return {
    labels,
    shape,
    read: (wanted) =>
      source.read(
        wanted.map(({ picture, view }) => ({
          path: paths[picture],
          sample: picture,
          views: [numbered(view, numbering)],
        })),
      ),
  };
}

function numbered(view: number, numbering: Numbering): number {
  return view === 0 ? 0 : numbering + view;
}
