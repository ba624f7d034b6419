import { windowsOf } from '../operators/windows.ts';
import { matMul, reshape, slice, transpose } from '../ops.ts';
import type { Value } from '../value.ts';
import { biased } from './biased.ts';
import type { RuleContext } from './rule.ts';

/**
 * A convolution whose windows lie side by side (kernel = stride) as ONE product: the weights times one column per
 * window.
 */
export function patchConvolution(
  { node, inputs: [x, weights, bias], layout }: RuleContext,
  [n, channels, height, width]: readonly number[],
  [filters]: readonly number[],
): Value[] {
  const { kernel } = windowsOf(node.attributes);
  const [down, across] = [Math.floor(height / kernel[0]), Math.floor(width / kernel[1])];
  const whole = slice(slice(layout.of(x), 2, 0, down * kernel[0]), 3, 0, across * kernel[1]);
  const split = reshape(whole, [channels, n, down, kernel[0], across, kernel[1]]);
  const columns = reshape(transpose(split, [0, 3, 5, 1, 2, 4]), [channels * kernel[0] * kernel[1], -1]);
  const product = matMul(reshape(weights, [filters, -1]), columns);
  return [layout.image(reshape(biased(product, bias), [filters, n, down, across]))];
}
