import { projectInGraph } from '../backbones/project-in-graph.ts';
import type { Projection } from '../backbones/projection.ts';
import { concat, normalised } from '../graph/ops.ts';
import type { NetworkEnd } from './heads/embedding-head.ts';

/**
 * The network's features, projected into a fitted space (whitened, or learned for nearest means), instead of the output
 * of a head. A head keeps what separates the classes it was trained on; the features also keep what separates others.
 */
export function whitenedFeatures(space: Projection): NetworkEnd {
  return { parameters: [], embedding: (features) => projectInGraph(normalised(features), space) };
}

/** The features [B, F], normalised, concatenated with the output of a head: [B, F + D]. */
export function besideFeatures({ parameters, embedding }: NetworkEnd): NetworkEnd {
  return { parameters, embedding: (x, given) => concat([normalised(x), embedding(x, given)], 1) };
}
