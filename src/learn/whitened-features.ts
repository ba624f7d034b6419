import { type Projection, plainProjection } from '../backbones/projection.ts';
import { internalError } from '../base/error.ts';
import { abs, concat, matMul, mul, normalised, pow, sign, sub, transpose } from '../graph/ops.ts';
import type { Value, Values } from '../graph/value.ts';
import { floatTensor } from '../runtime/tensors.ts';
import type { EmbeddingHead } from './embedding-head.ts';
import type { State } from './state.ts';

/** What features [B, F] become an embedding [B, D] of unit length by, where nothing more is learned. */
export type NetworkEnd = Pick<EmbeddingHead, 'parameters' | 'embedding'>;

/** A network's end, and the weights that it and its network have. */
export type Ended = { readonly head: NetworkEnd; readonly weights: State };

/**
 * What a network has learned, but that its features, whitened in closed form (see `Projection`), take the place of what its
 * head made of them: a head keeps what tells the classes apart that it learned, features also what tells others.
 */
export function whitenedFeatures(
  { weights }: Pick<Ended, 'weights'>,
  { power, mean, weights: whitening }: Projection,
): Ended {
  if (mean === null || whitening === null)
    throw internalError('a projection without a mean or weights whitens nothing');
  const parameters = [
    { name: 'whitening.mean', shape: [mean.length], initial: mean, decay: false },
    { name: 'whitening.weight', shape: [whitening.rows, whitening.columns], initial: whitening.data, decay: false },
  ];
  const own = parameters.map(({ name, shape, initial }) => [`head/${name}`, floatTensor(initial, shape)] as const);
  return {
    head: {
      parameters,
      embedding: (x: Value, given: Values) =>
        normalised(matMul(sub(powered(x, power), given['whitening.mean']), transpose(given['whitening.weight']))),
    },
    weights: { ...weights, ...Object.fromEntries(own) },
  };
}

/** Unit rows of sign(x) |x|^power. */
function powered(x: Value, power: number): Value {
  return normalised(power === plainProjection.power ? x : mul(sign(x), pow(abs(x), power)));
}

/** Features [B, F] of unit length, and beside them what a head makes of them: [B, F + D]. */
export function besideFeatures({ parameters, embedding }: NetworkEnd): NetworkEnd {
  return { parameters, embedding: (x, given) => concat([normalised(x), embedding(x, given)], 1) };
}
