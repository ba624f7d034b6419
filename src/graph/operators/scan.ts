import { body, integer } from '../node.ts';
import type { ShapeRule } from './shape-rule.ts';

/** The first outputs carry the state on; the others stack what each repetition gives. */
export const scan: ShapeRule = (inputs, attributes) => {
  const states = inputs.length - integer(attributes, 'num_scan_inputs');
  const repetitions = inputs[states].shape[0];
  return body(attributes).outputs.map(({ type, shape }, i) => ({
    type,
    shape: i < states ? shape : [repetitions, ...shape],
  }));
};
