import type { Projection } from '../backbones/projection.ts';
import { type NearestMeanTools, nearestMeanSpace } from '../learn/nearest-mean.ts';
import { type ProjectionName, projections } from '../learn/projections/catalogue.ts';
import type { LabelledEmbeddings, ProjectionOptions } from '../learn/projections/projection-fit.ts';
import { usualWhitening, whitened } from '../learn/projections/whitened.ts';

/** A projection to fit, as data. */
export type ProjectionSpec = { readonly name: ProjectionName | 'nearestMean' } & ProjectionOptions;

/** Fits the projection that a spec describes; null where the pictures are too few for it. */
export async function fitProjection(
  { name, power, shrinkage }: ProjectionSpec,
  learned: LabelledEmbeddings,
  tools: NearestMeanTools,
): Promise<Projection | null> {
  if (name !== 'nearestMean') return projections[name](learned, { power, shrinkage }, tools.product);
  const space = await whitened(learned, { power, shrinkage }, tools.product);
  return space && nearestMeanSpace(learned, space, tools);
}

/** Changes nothing: what stands where nothing can be fitted or selected. */
export const plain: ProjectionSpec = { name: 'plain', power: 1, shrinkage: 0 };

/**
 * What validation chooses among, in rounds: each round varies one thing of the best so far, so that the choice costs a
 * handful of fits instead of a grid. The whole whitened space names classes as well as its discriminant part but tells
 * strangers worse (`bench -- strangers`), so it stands in only where that part does not exist or does not help.
 */
export const galleryRounds: readonly ((best: ProjectionSpec) => readonly ProjectionSpec[])[] = [
  () => [plain, { name: 'discriminant', ...usualWhitening }],
  (best) => (fitted(best) ? [] : [{ name: 'whitened', ...usualWhitening }]),
  (best) => (fitted(best) ? (['ledoit-wolf', 0.2, 0.4] as const).map((shrinkage) => ({ ...best, shrinkage })) : []),
  (best) => (fitted(best) ? [1, 0.5].map((power) => ({ ...best, power })) : []),
  (best) => (fitted(best) ? [{ ...best, name: 'nearestMean' }] : []),
];

function fitted({ name }: ProjectionSpec): boolean {
  return name === 'whitened' || name === 'discriminant';
}
