import { add, matMul, normalised, transpose } from '../graph/ops.ts';
import type { Value, Values } from '../graph/value.ts';
import { floatTensor } from '../runtime/tensors.ts';
import type { EmbeddingHead } from './embedding-head.ts';
import type { ProjectionStart } from './projections/whitened-start.ts';
import type { State } from './state.ts';

/** A head, and the weights that it and its network have learned. */
export type Learned = { readonly head: EmbeddingHead; readonly weights: State };

/**
 * What was learned, its embeddings e whitened at last: unit(W e + b), of [B, D] to [B, E]. Weights that stood for classes
 * stay where they were, so that it names none.
 */
export function whitenedEnd(
  { head, weights }: Learned,
  { weights: { rows, columns, data }, bias }: ProjectionStart,
): Learned {
  const parameters = [
    { name: 'end.weight', shape: [rows, columns], initial: data, decay: false },
    { name: 'end.bias', shape: [rows], initial: bias, decay: false },
  ];
  const own = parameters.map(({ name, shape, initial }) => [`head/${name}`, floatTensor(initial, shape)] as const);
  return {
    head: {
      ...head,
      parameters: [...head.parameters, ...parameters],
      embedding: (x: Value, given: Values) =>
        normalised(add(matMul(head.embedding(x, given), transpose(given['end.weight'])), given['end.bias'])),
      logits: null,
    },
    weights: { ...weights, ...Object.fromEntries(own) },
  };
}
