import { type Matrix, matrix, row } from '../base/matrix.ts';
import type { Card } from './card.ts';

/** A float32 output of a graph; `shape` starts with the batch. */
export type FeatureTensor = { readonly shape: readonly number[]; readonly data: Float32Array };

/** Pools an output [N, ...] to one vector per picture, [N, D]. The output's size must be a multiple of N * D. */
export type Pooling = (output: FeatureTensor, dimensions: number) => Matrix;

/**
 * The ways of pooling an output to one vector, by the name in a card. `average` takes maps [N, D, h, w] or
 * [N, h, w, D], and tokens [N, T, D]; `class-token` takes the first of tokens [N, T, D].
 */
export const poolings = {
  none: ({ shape, data }, dimensions) => matrix(shape[0], dimensions, data),
  average: (output, dimensions) =>
    (channelsFirst(output.shape, dimensions) ? averageMap : averageTokens)(output, dimensions),
  'class-token': (output, dimensions) =>
    eachPicture(output, dimensions, (features, vector) => vector.set(features.subarray(0, dimensions))),
} satisfies Readonly<Record<Card['pooling'], Pooling>>;

/**
 * Whether D is the axis after the batch. Where both the first and the last axis have size D, the map counts as
 * [N, D, h, w].
 */
function channelsFirst(shape: readonly number[], dimensions: number): boolean {
  return shape.length === 4 && shape[1] === dimensions;
}

/** [N, D, P] -> [N, D]: the mean over P. */
function averageMap(output: FeatureTensor, dimensions: number): Matrix {
  return eachPicture(output, dimensions, (features, vector) => {
    const positions = features.length / dimensions;
    for (let d = 0; d < dimensions; d++) {
      let sum = 0;
      for (let p = d * positions; p < (d + 1) * positions; p++) sum += features[p];
      vector[d] = sum / positions;
    }
  });
}

/** [N, P, D] -> [N, D]: the mean over P. */
function averageTokens(output: FeatureTensor, dimensions: number): Matrix {
  return eachPicture(output, dimensions, (features, vector) => {
    const positions = features.length / dimensions;
    for (let d = 0; d < dimensions; d++) {
      let sum = 0;
      for (let at = d; at < features.length; at += dimensions) sum += features[at];
      vector[d] = sum / positions;
    }
  });
}

function eachPicture(
  { shape, data }: FeatureTensor,
  dimensions: number,
  write: (features: Float32Array, vector: Float32Array) => void,
): Matrix {
  const count = shape[0];
  const size = data.length / count;
  const result = matrix(count, dimensions);
  for (let i = 0; i < count; i++) write(data.subarray(i * size, (i + 1) * size), row(result, i));
  return result;
}
