import { windowCounts, windowsOf } from '../operators/windows.ts';
import { pad, record, reshape, slice } from '../ops.ts';
import type { Value } from '../value.ts';
import type { RuleContext } from './rule.ts';

/**
 * A convolution of the whole batch as ONE image [1, C, N S, W]. The pictures are stacked vertically, with enough zero
 * rows between them that no window sees two pictures. One large product replaces N small ones.
 */
export function stackedConvolution(
  { node, inputs: [x, weights, bias], layout }: RuleContext,
  [n, channels, height, width]: readonly number[],
  [filters]: readonly number[],
): Value[] {
  const windows = windowsOf(node.attributes);
  const [rows, columns] = windowCounts([height, width], windows);
  const [stride, [top, left, , right]] = [windows.strides[0], windows.pads];
  const reach = windows.dilations[0] * (windows.kernel[0] - 1) + 1;
  const below = Math.max(0, (rows - 1) * stride - top + reach - height);
  const slot = stride * Math.max(rows, Math.ceil((height + Math.max(top, below)) / stride));
  const spaced = pad(layout.of(x), [0, 0, 0, 0], [0, 0, slot - height, 0]);
  const image = reshape(spaced, [1, channels, n * slot, width]);
  const pads = [top, left, Math.max(0, reach - top - stride), right];
  const inputs = bias ? [image, weights, bias] : [image, weights];
  const result = record('Conv', inputs, { ...node.attributes, pads });
  const whole = reshape(slice(result, 2, 0, (n * slot) / stride), [filters, n, slot / stride, columns]);
  return [layout.image(slice(whole, 2, 0, rows))];
}
