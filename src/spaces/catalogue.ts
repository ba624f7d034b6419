import { plainProjection } from '../backbones/projection.ts';
import { discriminant } from './discriminant.ts';
import type { FitProjection } from './projection-fit.ts';
import { standardised } from './standardised.ts';
import { whitened } from './whitened.ts';

/**
 * Every projection that is fitted in closed form.
 *
 * @example
 * const embeddings = fromRows([[1, 0], [0.8, 0.6], [0, 1], [-0.6, 0.8]]);
 * const learned = { embeddings, labels: Int32Array.of(0, 0, 1, 1), classes: ['cat', 'dog'] };
 * const product = productFor(nodeRuntime);
 * const whitened = await projections.whitened(learned, { power: 1, shrinkage: 'ledoit-wolf' }, product);
 * const features = whitened && (await project(whitened, embeddings, product)); // [N, E]; null: too few pictures
 */
export const projections = {
  plain: async (_, { power }) => ({ ...plainProjection, power }),
  standardised,
  whitened,
  discriminant,
} satisfies Record<string, FitProjection>;

/** The name of a projection. */
export type ProjectionName = keyof typeof projections;
