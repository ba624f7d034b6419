import type { Projection } from '../backbones/projection.ts';
import { type ProjectionName, projections } from '../spaces/catalogue.ts';
import type { LabelledEmbeddings, ProjectionOptions } from '../spaces/projection-fit.ts';
import { usualWhitening, whitened } from '../spaces/whitened.ts';
import { type NearestMeanTools, nearestMeanSpace } from '../train/nearest-mean.ts';

/** The settings of a projection to fit. */
export type ProjectionSpec = { readonly name: ProjectionName | 'nearestMean' } & ProjectionOptions;

/** Fits the projection of a spec; null if the pictures are too few for it. */
export async function fitProjection(
  { name, power, shrinkage }: ProjectionSpec,
  learned: LabelledEmbeddings,
  tools: NearestMeanTools,
): Promise<Projection | null> {
  if (name !== 'nearestMean') return projections[name](learned, { power, shrinkage }, tools.product);
  const space = await whitened(learned, { power, shrinkage }, tools.product);
  return space && nearestMeanSpace(learned, space, tools);
}

/** The identity projection, used if nothing can be fitted or selected. */
export const plain: ProjectionSpec = { name: 'plain', power: 1, shrinkage: 0 };

/** A round of the search: the candidates, given the best so far, and their largest number. */
export type ProjectionRound = {
  readonly most: number;
  readonly specs: (best: ProjectionSpec) => readonly ProjectionSpec[];
};

/**
 * The candidate projections of a gallery, in rounds. Each round varies one setting of the best so far, which needs a
 * few fits instead of a grid.
 */
export const galleryRounds: readonly ProjectionRound[] = [
  { most: 3, specs: () => [plain, ...spaces.map((name) => ({ name, ...usualWhitening }))] },
  {
    most: 2,
    specs: (best) => (fitted(best) ? [0.2, 0.4].map((shrinkage) => ({ ...best, shrinkage })) : []),
  },
  { most: 2, specs: (best) => (fitted(best) ? [1, 0.5].map((power) => ({ ...best, power })) : []) },
  { most: 1, specs: (best) => (fitted(best) ? [{ ...best, name: 'nearestMean' }] : []) },
];

const spaces = ['discriminant', 'whitened'] as const;

function fitted({ name }: ProjectionSpec): boolean {
  return name === 'whitened' || name === 'discriminant';
}
