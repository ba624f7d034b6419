import type { NetworkFile } from '../backbones/network-file.ts';
import { type ProgressOptions, throwIfAborted } from '../base/progress.ts';
import { annotatedWithin, supervisionBy } from '../data/annotations/annotated-pictures.ts';
import { productFor } from '../linalg/product.ts';
import type { TrainingPlan } from '../plan/training-plan.ts';
import type { UsablePictures } from '../plan/usable-pictures.ts';
import type { HeadStart } from '../train/heads/embedding-head.ts';
import { headStart } from '../train/heads/head-start.ts';
import type { Machine } from './machine.ts';
import { somePictures } from './some-pictures.ts';
import type { LabelledPaths } from './views/stage-views.ts';

/** Pictures that the start is computed from: more add nothing and take memory. */
const most = { pictures: 20_000, perClass: 100 } as const;

/**
 * Initial weights of the head on this backbone, in closed form: the whitened space of the learned pictures' features,
 * and the centres of the classes in it. Many pictures are sampled. Only pictures that are known to be the same as
 * others count; null where there are none.
 */
export async function pictureHeadStart(
  network: NetworkFile,
  { learned, annotatedSplit }: UsablePictures,
  { labels }: LabelledPaths,
  { seed, dimensions, data: { classes } }: Pick<TrainingPlan, 'seed' | 'dimensions' | 'data'>,
  { embed, runtime, progress, signal }: ProgressOptions & Pick<Machine, 'embed' | 'runtime'>,
): Promise<HeadStart | null> {
  const all = identitiesOf({ learned, annotatedSplit });
  const chosen = somePictures(all, most, seed);
  const identities = chosen.map((index) => all[index]);
  if (new Set(identities).size === identities.length) return null;
  const paths = chosen.map((index) => learned[index].path);
  const embeddings = await embed(network, paths, { isKnown: true });
  throwIfAborted(signal);
  progress?.({ stage: 'finding where the head begins', done: 0 });
  const named = annotatedSplit === null ? { labels: Int32Array.from(chosen, (index) => labels[index]), classes } : null;
  return headStart({ embeddings, identities, named }, dimensions, { seed, product: productFor(runtime) });
}

/** Equal for pictures that are the same: of one identity, or of one label where there are no other annotations. */
function identitiesOf({
  learned,
  annotatedSplit,
}: Pick<UsablePictures, 'learned' | 'annotatedSplit'>): ArrayLike<string | number | null> {
  if (annotatedSplit === null) return learned.map(({ label }) => label);
  return supervisionBy(annotatedWithin(annotatedSplit.annotated, [...learned.keys()])).identities.of;
}
