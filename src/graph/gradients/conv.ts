import { convInputGradient } from './conv-input.ts';
import { convWeightGradient } from './conv-weights.ts';
import type { Gradient } from './gradient.ts';
import { channelSum } from './per-channel.ts';

/** The gradients of input, weights and bias; the files conv-input.ts and conv-weights.ts compute the first two. */
export const convGradient: Gradient = ({ inputs: [x, weights, bias], attributes }, [dy]) => {
  const dx = convInputGradient(dy, weights, x.shape, attributes);
  const dw = convWeightGradient(x, dy, weights.shape, attributes);
  return bias ? [dx, dw, channelSum(dy)] : [dx, dw];
};
