import { record } from '../ops.ts';
import { convWeightGradient } from './conv-weights.ts';
import type { Gradient } from './gradient.ts';
import { channelSum } from './per-channel.ts';

/** The transposed of a convolution, so that x and dy change roles: dx is dy convolved by the same weights. */
export const convTransposeGradient: Gradient = ({ inputs: [x, weights, bias], attributes }, [dy]) => {
  const { output_padding: _, ...windows } = attributes;
  const dx = record('Conv', [dy, weights], windows);
  const dw = convWeightGradient(dy, x, weights.shape, windows);
  return bias ? [dx, dw, channelSum(dy)] : [dx, dw];
};
