import { expand, reshape, scatterAddElements } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** The winner of each window receives its gradient; of equals the first, as in PyTorch; one that won twice, both. */
export const maxPoolGradient: Gradient = ({ inputs: [x], outputs: [, winners] }, [dy]) => {
  const zeros = reshape(expand(dy.graph.scalar(0, dy.type), x.shape), [-1]);
  const flat = scatterAddElements(zeros, reshape(winners, [-1]), reshape(dy, [-1]), 0);
  return [reshape(flat, x.shape)];
};
