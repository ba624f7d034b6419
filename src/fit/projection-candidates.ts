import type { Projection } from '../backbones/projection.ts';
import type { LabelledEmbeddings, ProjectionOptions } from '../spaces/projection-fit.ts';
import { defaultWhitening } from '../spaces/whitened.ts';
import type { NearestMeanTools } from '../train/nearest-mean.ts';
import { projectionKinds } from './projection-kinds.ts';

/** The settings of a projection to fit. */
export type ProjectionSpec = { readonly name: keyof typeof projectionKinds } & ProjectionOptions;

/** Fits the projection of a spec; null if the pictures are too few for it. */
export function fitProjection(
  { name, power, shrinkage }: ProjectionSpec,
  learned: LabelledEmbeddings,
  tools: NearestMeanTools,
): Promise<Projection | null> {
  return projectionKinds[name].fit(learned, { power, shrinkage }, tools);
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
  { most: 3, specs: () => [plain, ...spaces.map((name) => ({ name, ...defaultWhitening }))] },
  {
    most: 2,
    specs: (best) => (isTunable(best) ? [0.2, 0.4].map((shrinkage) => ({ ...best, shrinkage })) : []),
  },
  { most: 2, specs: (best) => (isTunable(best) ? [1, 0.5].map((power) => ({ ...best, power })) : []) },
  { most: 1, specs: (best) => (isTunable(best) ? [{ ...best, name: 'nearestMean' }] : []) },
];

const spaces = ['discriminant', 'whitened'] as const;

function isTunable({ name }: ProjectionSpec): boolean {
  return projectionKinds[name].tunable;
}
