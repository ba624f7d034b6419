import type { Projection } from '../backbones/projection.ts';
import { type ProjectionName, projections } from '../spaces/catalogue.ts';
import type { LabelledEmbeddings, ProjectionOptions } from '../spaces/projection-fit.ts';
import { whitened } from '../spaces/whitened.ts';
import { type NearestMeanTools, nearestMeanSpace } from '../train/nearest-mean.ts';

/** A kind of projection, and what the choice among them must know of it. */
export type ProjectionKind = {
  /** Fits it; null where the pictures are too few. */
  fit(learned: LabelledEmbeddings, options: ProjectionOptions, tools: NearestMeanTools): Promise<Projection | null>;
  /** Whether validation also varies its power and shrinkage. */
  readonly tunable: boolean;
  /** By how many standard errors of the accuracy it must be ahead of what was best before it. */
  readonly handicap: number;
  /** Its embeddings, in a few words. */
  readonly brief: string;
  /** The same for people who do not know its name. */
  readonly long: string;
};

/** Every projection that `fit` knows. */
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
    // A learned metric fits its own pictures better than a closed form does, and held-out pictures are more like those
    // than new pictures will be.
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
