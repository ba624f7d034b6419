import { throwIfAborted } from '../../base/progress.ts';
import { annotatedWithin, supervisionBy } from '../../data/annotations/annotated-pictures.ts';
import type { HeadStart } from '../../train/heads/embedding-head.ts';
import { headStart } from '../../train/heads/head-start.ts';
import type { Network } from '../chosen-network.ts';
import type { WorkOptions } from '../work-options.ts';
import { embeddedBy } from './embedded-by.ts';
import { somePictures } from './some-pictures.ts';
import type { LabelledPaths } from './stage-views.ts';
import type { TrainingPlan } from './training-plan.ts';
import type { UsablePictures } from './usable-pictures.ts';

/** Pictures that say where to begin: the others only take memory. */
const most = { pictures: 20_000, perClass: 100 } as const;

/**
 * Where the head on this backbone begins: in the whitened space of those learned pictures of which it is known that others
 * are the same, and where the classes lie in it; by some of them where there are many. Null where none are.
 */
export async function pictureHeadStart(
  network: Network,
  { learned, annotatedSplit }: UsablePictures,
  { labels }: LabelledPaths,
  { seed, dimensions, data: { classes } }: Pick<TrainingPlan, 'seed' | 'dimensions' | 'data'>,
  options: WorkOptions,
): Promise<HeadStart | null> {
  const all = identitiesOf({ learned, annotatedSplit });
  const chosen = somePictures(all, most, seed);
  const identities = chosen.map((index) => all[index]);
  if (new Set(identities).size === identities.length) return null;
  const paths = chosen.map((index) => learned[index].path);
  const { embeddings, product } = await embeddedBy(network, paths, options);
  throwIfAborted(options.signal);
  options.progress?.({ stage: 'finding where the head begins', done: 0 });
  const named = annotatedSplit === null ? { labels: Int32Array.from(chosen, (index) => labels[index]), classes } : null;
  return headStart({ embeddings, identities, named }, dimensions, { seed, product });
}

/** Equal for pictures that are the same: of one identity, or of one label where labels are all that is said. */
function identitiesOf({
  learned,
  annotatedSplit,
}: Pick<UsablePictures, 'learned' | 'annotatedSplit'>): ArrayLike<string | number | null> {
  if (annotatedSplit === null) return learned.map(({ label }) => label);
  return supervisionBy(annotatedWithin(annotatedSplit.annotated, [...learned.keys()])).identities.of;
}
