import { matrix, normaliseRows } from '../../base/matrix.ts';
import { matMul, mul, normalised, transpose } from '../../graph/ops.ts';
import type { Head, HeadOptions } from './head.ts';

/** Normalised softmax (Wang et al. 2017): logits = sharpness * cos(w_c, x), so that only directions count. */
export function cosine({ dimensions, classes, sharpness, initial, random }: HeadOptions): Head {
  const shape = [classes, dimensions];
  const directions = initial?.data ?? Float32Array.from({ length: classes * dimensions }, random.normal);
  const { data } = normaliseRows(matrix(classes, dimensions, directions));
  return {
    parameters: [{ name: 'weights', shape, initial: data, decay: true }],
    logits: (x, { weights }) => mul(matMul(normalised(x), transpose(normalised(weights))), sharpness),
    finished: ({ weights }) => ({
      weights: normaliseRows(matrix(classes, dimensions, weights)),
      bias: new Float32Array(classes),
      sharpness,
    }),
  };
}
