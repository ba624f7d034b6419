import type { Attributes } from '../node.ts';
import { integer } from '../node.ts';
import { unreached, windowsOf } from '../operators/windows.ts';
import { record } from '../ops.ts';
import { reshape, transpose } from '../shortcuts.ts';
import { type Shape, sizes, type Value } from '../value.ts';
import { reversed } from './reversed.ts';

/**
 * The gradient of a convolution's input, which has the shape `shape`. At stride 1 it is dy [N, M, ...] convolved with
 * the flipped kernels, filters and channels swapped; otherwise a transposed convolution.
 */
export function convInputGradient(dy: Value, weights: Value, shape: Shape, attributes: Attributes): Value {
  const { kernel, strides, pads, dilations } = windowsOf(attributes);
  const reach = [...kernel, ...kernel].map((size, i) => dilations[i % kernel.length] * (size - 1));
  const around = reach.map((taps, i) => taps - pads[i]);
  if (strides.some((stride) => stride > 1) || around.some((zeros) => zeros < 0)) {
    return transposed(dy, weights, shape, attributes);
  }
  return record('Conv', [dy, flipped(weights, integer(attributes, 'group'))], { ...attributes, pads: around });
}

function transposed(dy: Value, weights: Value, shape: Shape, attributes: Attributes): Value {
  const output_padding = unreached(shape.slice(2), windowsOf(attributes));
  return record('ConvTranspose', [dy, weights], { ...attributes, output_padding });
}

/** [M, C / groups, ...kernel] -> [C, M / groups, ...kernel], every kernel flipped. */
function flipped(weights: Value, groups: number): Value {
  const [filters, perGroup, ...kernel] = sizes(weights.shape);
  const taps = kernel.reduce((a, b) => a * b);
  const grouped = reshape(weights, [groups, filters / groups, perGroup, taps]);
  return reshape(transpose(reversed(grouped, 3), [0, 2, 1, 3]), [groups * perGroup, filters / groups, ...kernel]);
}
