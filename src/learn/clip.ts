import { add, div, minimum, mul, sqrt, square, sum } from '../graph/ops.ts';
import type { Value } from '../graph/value.ts';

/** Gradients scaled down so that, as one vector, they are at most `most` long (Pascanu et al. 2013; as in PyTorch). */
export function clippedByNorm(gradients: readonly Value[], most: number): Value[] {
  const length = sqrt(gradients.map((gradient) => sum(square(gradient))).reduce((a, b) => add(a, b)));
  const scale = minimum(div(most, add(length, 1e-6)), 1);
  return gradients.map((gradient) => mul(gradient, scale));
}
