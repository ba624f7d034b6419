import { record } from '../ops.ts';
import { convWeightGradient } from './conv-weights.ts';
import type { Gradient } from './gradient.ts';
import { channelSum } from './per-channel.ts';

/**
 * A transposed convolution reverses a convolution, so x and dy swap roles: dx is dy convolved with the same weights.
 */
export const convTransposeGradient: Gradient = ({ inputs: [x, weights, bias], attributes }, [dy]) => {
  const { output_padding: _, ...windows } = attributes;
  const dx = record('Conv', [dy, weights], windows);
  const dw = convWeightGradient(dy, x, weights.shape, windows);
  return bias ? [dx, dw, channelSum(dy)] : [dx, dw];
};
