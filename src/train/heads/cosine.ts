import { matrix, normaliseRows } from '../../base/matrix.ts';
import { div, euclideanLength, matMul, mul, transpose } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import type { Head, HeadOptions } from './head.ts';

/** Normalised softmax (Wang et al. 2017): logits = logitScale * cos(w_c, x), so only directions matter. */
export function cosine({ dimensions, classes, logitScale, initial, random }: HeadOptions): Head {
  const shape = [classes, dimensions];
  const directions = initial?.data ?? Float32Array.from({ length: classes * dimensions }, random.normal);
  const { data } = normaliseRows(matrix(classes, dimensions, directions));
  return {
    parameters: [{ name: 'weights', shape, initial: data, decay: true }],
    logits: (x, { weights }) => mul(cosines(x, weights), logitScale),
    finished: ({ weights }) => ({
      weights: normaliseRows(matrix(classes, dimensions, weights)),
      bias: new Float32Array(classes),
      logitScale,
    }),
  };
}

/** x_b . w_c / (|x_b| |w_c|), [B, C]. The division comes after the product, where there are fewer numbers. */
function cosines(x: Value, weights: Value): Value {
  const lengths = mul(euclideanLength(x), transpose(euclideanLength(weights)));
  return div(matMul(x, transpose(weights)), lengths);
}
