import { integer } from '../node.ts';
import { reshape, transpose } from '../ops.ts';
import { sizes } from '../value.ts';
import type { Gradient } from './gradient.ts';

/** Every pixel goes back to the channel it came from: [N, C, H b, W b] -> [N, C b^2, H, W]. */
export const depthToSpaceGradient: Gradient = ({ inputs: [x], attributes }, [dy]) => {
  const b = integer(attributes, 'blocksize');
  const [n, channels, h, w] = sizes(x.shape);
  const blocks = reshape(dy, [n, channels / b ** 2, h, b, w, b]);
  const order = attributes.mode === 'CRD' ? [0, 1, 3, 5, 2, 4] : [0, 3, 5, 1, 2, 4];
  return [reshape(transpose(blocks, order), x.shape)];
};
