import { plainProjection } from '../backbones/projection.ts';
import { discriminant } from './discriminant.ts';
import type { FitProjection } from './projection-fit.ts';
import { standardised } from './standardised.ts';
import { whitened } from './whitened.ts';

/** Every projection that is fitted in closed form. */
export const projections = {
  plain: async (_, { power }) => ({ ...plainProjection, power }),
  standardised,
  whitened,
  discriminant,
} satisfies Record<string, FitProjection>;

/** The name of a projection. */
export type ProjectionName = keyof typeof projections;
