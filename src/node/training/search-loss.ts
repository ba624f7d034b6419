import { type AnnotatedPictures, annotatedWithin } from '../../data/annotations/annotated-pictures.ts';
import type { Sample } from '../../data/dataset.ts';
import { requireAll } from '../../data/embedding/embedded.ts';
import type { Device } from '../../runtime/runtime.ts';
import type { SearchFrame } from '../../search/fold.ts';
import { groupIdsOf } from '../../search/group-ids.ts';
import type { HyperparameterName } from '../../search/hyperparameters.ts';
import { type Search, searchHyperparameters } from '../../search/search-hyperparameters.ts';
import type { Network } from '../chosen-network.ts';
import { openEmbeddingSession } from '../embedding-session.ts';
import { nodeRuntime } from '../runtime.ts';
import type { WorkOptions } from '../work-options.ts';
import { somePictures } from './some-pictures.ts';

/** Pictures that a search looks at: some of each of some classes; or all that statements name together, as often as there is room. */
export const searchedMost = { pictures: 4000, perClass: 40 } as const;

/** What is searched, for how long at the most. */
export type LossSearch = {
  readonly file: Network;
  readonly learned: readonly Sample[];
  /** Their classes as numbers; of no account where there is a testimony. */
  readonly labels: Int32Array;
  /** What is said of them; null: their classes. */
  readonly annotated: AnnotatedPictures | null;
  readonly frame: SearchFrame;
  readonly seed: number;
  readonly sought: readonly HyperparameterName[];
  readonly seconds: number;
};

/**
 * What suits these pictures on the features of this backbone as they are (see `searchHyperparameters`), by some of them where there
 * are many. Null where there is too little to hold any out.
 */
export async function searchLoss(
  { file, learned, labels, annotated, frame, seed, sought, seconds }: LossSearch,
  { device, ...options }: WorkOptions & { readonly device?: Device | undefined },
): Promise<Search | null> {
  const started = performance.now();
  const most = annotated === null ? searchedMost : { ...searchedMost, perClass: searchedMost.pictures };
  const groups = learned.map(({ group }) => group);
  const chosen = somePictures(groupIdsOf({ labels, annotated, groups }), most, seed);
  const { threads } = options;
  const session = await openEmbeddingSession(file, { ...options, pictures: chosen.length });
  try {
    const { embeddings } = requireAll(await session.embed(chosen.map((index) => learned[index])));
    const searched = {
      embeddings,
      labels: Int32Array.from(chosen, (index) => labels[index]),
      annotated: annotated && annotatedWithin(annotated, chosen),
      groups: chosen.map((index) => groups[index]),
    };
    return await searchHyperparameters(searched, frame, {
      runtime: nodeRuntime,
      product: session.product,
      seed,
      sought,
      threads,
      device,
      isOver: () => performance.now() - started > 1000 * seconds,
      progress: options.progress,
      signal: options.signal,
    });
  } finally {
    await session.close();
  }
}
