import type { Sample } from '../../data/dataset.ts';
import { requireAll } from '../../data/embedded.ts';
import type { SearchFrame } from '../../learn/search/fold.ts';
import { type Search, searchSettings } from '../../learn/search/search-settings.ts';
import type { Swept } from '../../learn/search/setting.ts';
import type { Device } from '../../runtime/runtime.ts';
import { nodeRuntime } from '../runtime.ts';
import type { WorkOptions } from '../work-options.ts';
import { type Network, openWorkshop } from '../workshop.ts';
import { somePictures } from './some-pictures.ts';

/** Pictures that a search looks at: some of each of some classes. */
export const searchedMost = { pictures: 4000, perClass: 40 } as const;

/** What is searched, for how long at the most. */
export type LossSearch = {
  readonly file: Network;
  /** With their classes as numbers. */
  readonly learned: readonly Sample[];
  readonly labels: Int32Array;
  readonly frame: SearchFrame;
  readonly seed: number;
  readonly sought: readonly Swept[];
  readonly seconds: number;
};

/**
 * What suits these pictures on the features of this backbone as they are (see `searchSettings`), by some of them where there
 * are many. Null where there are too few classes to hold any out.
 */
export async function searchLoss(
  { file, learned, labels, frame, seed, sought, seconds }: LossSearch,
  { device, ...options }: WorkOptions & { readonly device?: Device | undefined },
): Promise<Search | null> {
  const started = performance.now();
  const chosen = somePictures(labels, searchedMost, seed);
  const { threads } = options;
  const workshop = await openWorkshop(file, { ...options, pictures: chosen.length });
  try {
    const { embeddings } = requireAll(await workshop.embed(chosen.map((index) => learned[index])));
    return await searchSettings({ embeddings, labels: Int32Array.from(chosen, (index) => labels[index]) }, frame, {
      runtime: nodeRuntime,
      product: workshop.product,
      seed,
      sought,
      ...(threads !== undefined && { threads }),
      ...(device !== undefined && { device }),
      isOver: () => performance.now() - started > 1000 * seconds,
      progress: options.progress,
      signal: options.signal,
    });
  } finally {
    await workshop.close();
  }
}
