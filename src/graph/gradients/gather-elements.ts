import { integer } from '../node.ts';
import { expand, scatterAddElements } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** Each element that was taken receives its gradient; an element that was taken twice receives both. */
export const gatherElementsGradient: Gradient = ({ inputs: [x, indices], attributes }, [dy]) => {
  const zeros = expand(dy.graph.scalar(0, dy.type), x.shape);
  return [scatterAddElements(zeros, indices, dy, integer(attributes, 'axis')), null];
};
