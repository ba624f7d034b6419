import { lanesOf } from '../channel-blocks.ts';
import { integer } from '../node.ts';
import { reshape } from '../shortcuts.ts';
import type { Gradient } from './gradient.ts';
import { maxPoolGradient } from './max-pool.ts';

/** As the gradient of MaxPool: windows do not depend on how many numbers each pixel has side by side. */
export const blockedMaxPoolGradient: Gradient = (node, [dy]) => {
  const lanes = (x: typeof dy) => lanesOf(x, integer(node.attributes, 'block'));
  const [dx] = maxPoolGradient({ ...node, inputs: node.inputs.map(lanes), outputs: node.outputs.map(lanes) }, [
    lanes(dy),
  ]);
  return [dx && reshape(dx, node.inputs[0].shape)];
};
