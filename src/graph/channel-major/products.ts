import type { Value } from '../value.ts';

/** A 1 x 1 convolution without bias, as a matrix product. */
export type PointwiseProduct = {
  /** [M, C]. */
  readonly weights: Value;
  /** [C, P]: one column per pixel of the batch. */
  readonly pixels: Value;
};

/**
 * The 1 x 1 convolutions so far, by the name of the image that each gave: batch normalisation has a faster form for
 * them.
 */
export type Products = Map<string, PointwiseProduct>;
