import { random } from '../../base/random.ts';
import { supervisionBy, testimonyWithin } from '../../data/supervision/testimony.ts';
import { type ProjectionStart, whitenedStart } from '../../learn/projections/whitened-start.ts';
import type { WorkOptions } from '../work-options.ts';
import { type Network, openWorkshop } from '../workshop.ts';
import type { TrainingPlan } from './training-plan.ts';
import type { UsablePictures } from './usable-pictures.ts';

/**
 * Where the projection of a metric on this backbone begins: the whitened space of those learned pictures of which it is
 * known that others are the same. Null where none are.
 */
export async function metricStart(
  network: Network,
  { learned, told }: UsablePictures,
  { seed, dimensions }: Pick<TrainingPlan, 'seed' | 'dimensions'>,
  options: WorkOptions,
): Promise<ProjectionStart | null> {
  const identities = identitiesOf({ learned, told });
  if (new Set(Array.from(identities)).size === identities.length) return null;
  const workshop = await openWorkshop(network, { ...options, pictures: learned.length });
  try {
    const { embeddings } = await workshop.embed(learned);
    const tools = { random: random(seed, 'metric start'), product: workshop.product };
    return await whitenedStart(embeddings, identities, dimensions, tools);
  } finally {
    await workshop.close();
  }
}

/** Equal for pictures that are the same: of one identity, or of one label where labels are all that is said. */
function identitiesOf({ learned, told }: Pick<UsablePictures, 'learned' | 'told'>): ArrayLike<string | number | null> {
  if (told === null) return learned.map(({ label }) => label);
  return supervisionBy(testimonyWithin(told.testimony, [...learned.keys()])).identities.of;
}
