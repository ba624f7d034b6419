import { integer } from '../node.ts';
import { add, cast, div, mean, mul, neg, square, sub, sum } from '../ops.ts';
import { elementCount } from '../value.ts';
import type { Gradient } from './gradient.ts';

/**
 * With y = scale s (x - mean) + bias and s = 1 / sqrt(variance + epsilon), where mean and s are outputs too (Ba et al.
 * 2016). Collected by row: dx = s scale dy + a (x - mean) + b.
 */
export const layerNormalizationGradient: Gradient = ({ inputs, outputs, attributes }, [dy, dmean, ds]) => {
  const [x, scale] = inputs;
  const [mu, s] = outputs.slice(1).map((statistic) => cast(statistic, x.type));
  const axes = x.shape.map((_, axis) => axis).slice(integer(attributes, 'axis'));
  const centred = sub(x, mu);
  const g = mul(dy, scale);
  const count = elementCount(x.shape) / elementCount(mu.shape);
  const throughS = add(sum(mul(g, centred), axes, { keep: true }), cast(ds, x.type));
  const a = neg(div(mul(throughS, mul(s, square(s))), count));
  const b = sub(div(cast(dmean, x.type), count), mul(s, mean(g, axes, { keep: true })));
  const dx = add(mul(s, g), add(mul(a, centred), b));
  return [dx, mul(dy, mul(s, centred)), dy];
};
