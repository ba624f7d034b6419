import { integer } from '../node.ts';
import type { ShapeRule } from './shape-rule.ts';

/** The normalised input; in `training_mode` also the new running mean and variance, [C]. */
export const batchNormalization: ShapeRule = ([{ type, shape }, , , mean, variance], attributes) => {
  const normalised = { type, shape };
  if (integer(attributes, 'training_mode') === 0) return [normalised];
  return [normalised, { type, shape: mean.shape }, { type, shape: variance.shape }];
};

/** The normalised input, and mean and 1 / standard deviation (float32, by stash_type) with those axes at size 1. */
export const layerNormalization: ShapeRule = ([{ type, shape }], attributes) => {
  const first = integer(attributes, 'axis');
  const reduced = shape.map((size, axis) => (axis < first ? size : 1));
  return [
    { type, shape },
    { type: 'float32', shape: reduced },
    { type: 'float32', shape: reduced },
  ];
};
