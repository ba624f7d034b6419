import { random } from '../../base/random.ts';
import { supervisionBy, testimonyWithin } from '../../data/supervision/testimony.ts';
import type { HeadStart } from '../../learn/embedding-head.ts';
import { headStart } from '../../learn/head-start.ts';
import type { WorkOptions } from '../work-options.ts';
import { type Network, openWorkshop } from '../workshop.ts';
import type { LabelledPaths } from './stage-views.ts';
import type { TrainingPlan } from './training-plan.ts';
import type { UsablePictures } from './usable-pictures.ts';

/**
 * Where the head on this backbone begins: in the whitened space of those learned pictures of which it is known that others
 * are the same, and where the classes lie in it. Null where none are.
 */
export async function pictureHeadStart(
  network: Network,
  { learned, told }: UsablePictures,
  { labels }: LabelledPaths,
  { seed, dimensions, data: { classes } }: Pick<TrainingPlan, 'seed' | 'dimensions' | 'data'>,
  options: WorkOptions,
): Promise<HeadStart | null> {
  const identities = identitiesOf({ learned, told });
  if (new Set(Array.from(identities)).size === identities.length) return null;
  const workshop = await openWorkshop(network, { ...options, pictures: learned.length });
  try {
    const { embeddings } = await workshop.embed(learned);
    const named = told === null ? { labels, classes } : null;
    const tools = { random: random(seed, 'metric start'), product: workshop.product };
    return await headStart({ embeddings, identities, named }, dimensions, tools);
  } finally {
    await workshop.close();
  }
}

/** Equal for pictures that are the same: of one identity, or of one label where labels are all that is said. */
function identitiesOf({ learned, told }: Pick<UsablePictures, 'learned' | 'told'>): ArrayLike<string | number | null> {
  if (told === null) return learned.map(({ label }) => label);
  return supervisionBy(testimonyWithin(told.testimony, [...learned.keys()])).identities.of;
}
