import { body, integer } from '../node.ts';
import type { ShapeRule } from './shape-rule.ts';

/** The first outputs are the loop's state; the others stack the outputs of all repetitions. */
export const scan: ShapeRule = (inputs, attributes) => {
  const states = inputs.length - integer(attributes, 'num_scan_inputs');
  const repetitions = inputs[states].shape[0];
  return body(attributes).outputs.map(({ type, shape }, i) => ({
    type,
    shape: i < states ? shape : [repetitions, ...shape],
  }));
};
