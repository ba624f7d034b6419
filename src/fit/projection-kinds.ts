import type { Projection } from '../backbones/projection.ts';
import { type ProjectionName, projections } from '../spaces/catalogue.ts';
import type { LabelledEmbeddings, ProjectionOptions } from '../spaces/projection-fit.ts';
import { whitened } from '../spaces/whitened.ts';
import { type NearestMeanTools, nearestMeanSpace } from '../train/nearest-mean.ts';

/** A kind of projection: how it is fitted, and how the search for the best one treats it. */
export type ProjectionKind = {
  /** Fits the projection; null if the pictures are too few. */
  fit(learned: LabelledEmbeddings, options: ProjectionOptions, tools: NearestMeanTools): Promise<Projection | null>;
  /** Whether validation also varies its power and shrinkage. */
  readonly tunable: boolean;
  /** The lead over the best so far that it needs to win, in standard errors of the accuracy. */
  readonly handicap: number;
  /** Its embeddings in a few words, with the name of the projection. */
  readonly brief: string;
  /** Its embeddings in words that explain the name. */
  readonly long: string;
};

/** All projections that `fit` may choose, by name. */
export const projectionKinds = {
  plain: closedForm('plain', { tunable: false, long: 'embeddings as they are' }),
  standardised: closedForm('standardised', { tunable: false }),
  whitened: closedForm('whitened', { tunable: true }),
  discriminant: closedForm('discriminant', {
    tunable: true,
    long: 'embeddings in the directions that tell classes apart',
  }),
  nearestMean: {
    fit: async (learned, options, tools) => {
      const space = await whitened(learned, options, tools.product);
      return space && nearestMeanSpace(learned, space, tools);
    },
    tunable: false,
    // A learned metric adapts to its training pictures more than a closed form, and held-out pictures are more similar
    // to these than new pictures will be.
    handicap: 1,
    brief: 'embeddings learned for nearest means',
    long: 'embeddings learned for nearest means',
  },
} satisfies Record<string, ProjectionKind>;

function closedForm(
  name: ProjectionName,
  { tunable, long = `${name} embeddings` }: Pick<ProjectionKind, 'tunable'> & Partial<Pick<ProjectionKind, 'long'>>,
): ProjectionKind {
  const fit: ProjectionKind['fit'] = (learned, options, { product }) => projections[name](learned, options, product);
  return { fit, tunable, handicap: 0, brief: `${name} embeddings`, long };
}
