import { takeRows } from '../../base/matrix.ts';
import { random } from '../../base/random.ts';
import { membersByValue } from '../../data/members-by-value.ts';
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
  const identities = told
    ? supervisionBy(testimonyWithin(told.testimony, [...learned.keys()])).identities.of
    : labelNumbers(learned.map(({ label }) => label));
  const shared = [...membersByValue(identities).values()].filter((members) => members.length > 1);
  if (shared.length === 0) return null;
  const workshop = await openWorkshop(network, { ...options, pictures: learned.length });
  try {
    const { embeddings } = await workshop.embed(learned);
    return await whitenedStart(
      {
        embeddings: takeRows(embeddings, shared.flat()),
        labels: Int32Array.from(shared.flatMap((members, i) => members.map(() => i))),
        classes: shared.map((_, i) => `${i}`),
      },
      dimensions,
      { random: random(seed, 'metric start'), product: workshop.product },
    );
  } finally {
    await workshop.close();
  }
}

function labelNumbers(labels: readonly (string | null)[]): Int32Array {
  const numbers = new Map<string | null, number>();
  for (const label of labels) if (!numbers.has(label)) numbers.set(label, numbers.size);
  return Int32Array.from(labels, (label) => numbers.get(label) ?? 0);
}
