import { add, div, minimum, mul, sqrt, square, sum } from '../graph/ops.ts';
import type { Value } from '../graph/value.ts';

/**
 * Clips gradients by their global norm: all together, as one vector, they are at most `most` long afterwards (Pascanu
 * et al. 2013; as in PyTorch).
 */
export function clippedByNorm(gradients: readonly Value[], most: number): Value[] {
  // From the last to the first, the order in which gradients are computed: else ONNX Runtime would compute all of them
  // before the first sum, and hold everything that the others still need (graph/execution-order.ts).
  const squares = gradients.map((gradient) => sum(square(gradient)));
  const length = sqrt(squares.reduceRight((a, b) => add(a, b)));
  const scale = minimum(div(most, add(length, 1e-6)), 1);
  return gradients.map((gradient) => mul(gradient, scale));
}
