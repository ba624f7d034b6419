import type { Value } from '../value.ts';

/** A convolution 1 x 1 without bias, as the product that it is. */
export type PointwiseProduct = {
  /** [M, C]. */
  readonly weights: Value;
  /** [C, P]: a column a pixel of the batch. */
  readonly pixels: Value;
};

/** Which images came from such a product, by the image's name: batch normalisation can do better there. */
export type Products = Map<string, PointwiseProduct>;
