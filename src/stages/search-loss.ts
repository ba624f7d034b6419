import type { NetworkFile } from '../backbones/network-file.ts';
import type { ProgressOptions } from '../base/progress.ts';
import { type AnnotatedPictures, annotatedWithin } from '../data/annotations/annotated-pictures.ts';
import type { Sample } from '../data/dataset.ts';
import { productFor } from '../linalg/product.ts';
import type { LoadOptions } from '../runtime/runtime.ts';
import type { SearchFrame } from '../search/fold.ts';
import { groupIdsOf } from '../search/group-ids.ts';
import type { HyperparameterName } from '../search/hyperparameters.ts';
import { type Search, searchHyperparameters } from '../search/search-hyperparameters.ts';
import type { Machine } from './machine.ts';
import { somePictures } from './some-pictures.ts';

/**
 * The most pictures that a search looks at: some of each of some classes; of annotated pictures whole units, up to that
 * number.
 */
export const searchedMost = { pictures: 4000, perClass: 40 } as const;

/** What is searched, and for how many seconds at most. */
export type LossSearch = {
  readonly file: NetworkFile;
  readonly learned: readonly Sample[];
  /** Their classes as numbers; not used where there are annotations. */
  readonly labels: Int32Array;
  /** Their annotations; null: their classes are all there is. */
  readonly annotated: AnnotatedPictures | null;
  readonly frame: SearchFrame;
  readonly seed: number;
  readonly sought: readonly HyperparameterName[];
  readonly seconds: number;
};

/**
 * The loss and setting that suit these pictures, on the features of this backbone as they are (see `searchSettings`).
 * Many pictures are sampled. Null where there are too few to hold any out.
 */
export async function searchLoss(
  { file, learned, labels, annotated, frame, seed, sought, seconds }: LossSearch,
  { embed, ...tools }: ProgressOptions & LoadOptions & Pick<Machine, 'embed' | 'runtime'>,
): Promise<Search | null> {
  const started = performance.now();
  const most = annotated === null ? searchedMost : { ...searchedMost, perClass: searchedMost.pictures };
  const groups = learned.map(({ group }) => group);
  const chosen = somePictures(groupIdsOf({ labels, annotated, groups }), most, seed);
  const paths = chosen.map((index) => learned[index].path);
  const searched = {
    embeddings: await embed(file, paths, { isKnown: true }),
    labels: Int32Array.from(chosen, (index) => labels[index]),
    annotated: annotated && annotatedWithin(annotated, chosen),
    groups: chosen.map((index) => groups[index]),
  };
  const isOver = () => performance.now() - started > 1000 * seconds;
  return searchHyperparameters(searched, frame, { ...tools, product: productFor(tools.runtime), seed, sought, isOver });
}
