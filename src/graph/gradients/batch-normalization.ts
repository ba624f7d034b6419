import { internalError } from '../../base/error.ts';
import { float, integer, type Node } from '../node.ts';
import { add, div, mul, neg, sqrt, sub } from '../ops.ts';
import { elementCount, type Value } from '../value.ts';
import type { Gradient } from './gradient.ts';
import { channelSum, perChannel } from './per-channel.ts';

/** With y = scale (x - mean) / sqrt(variance + epsilon) + bias, by given statistics or by the batch's own. */
export const batchNormalizationGradient: Gradient = (node, upstream) =>
  integer(node.attributes, 'training_mode') === 1 ? byBatch(node, upstream) : byGiven(node, upstream);

function byGiven(node: Node, [dy]: readonly Value[]): (Value | null)[] {
  const [x, scale, , mean] = node.inputs;
  const inverseStd = inverseStdOf(node, node.inputs[4]);
  const centred = sub(x, perChannel(mean, x));
  const total = channelSum(dy);
  const factor = mul(scale, inverseStd);
  const dscale = mul(channelSum(mul(dy, centred)), inverseStd);
  const dvariance = mul(mul(dscale, factor), mul(inverseStd, -0.5));
  return [mul(dy, perChannel(factor, x)), dscale, total, neg(mul(total, factor)), dvariance];
}

/**
 * Also through the batch's mean and variance, which are outputs too (Ioffe and Szegedy 2015, section 3). Collected by
 * channel: dx = a dy + b (x - mean) + c.
 */
function byBatch(node: Node, [dy, dmean, dvariance]: readonly Value[]): (Value | null)[] {
  if (float(node.attributes, 'momentum') !== 0) throw internalError('batch statistics need momentum 0');
  const [x, scale] = node.inputs;
  const [, mean, variance] = node.outputs;
  const count = elementCount(x.shape) / elementCount(mean.shape);
  const inverseStd = inverseStdOf(node, variance);
  const centred = sub(x, perChannel(mean, x));
  const total = channelSum(dy);
  const dscale = mul(channelSum(mul(dy, centred)), inverseStd);
  const a = mul(scale, inverseStd);
  const b = div(sub(mul(dvariance, 2), mul(mul(a, inverseStd), dscale)), count);
  const c = div(sub(dmean, mul(a, total)), count);
  const dx = add(mul(dy, perChannel(a, x)), add(mul(centred, perChannel(b, x)), perChannel(c, x)));
  return [dx, dscale, total, null, null];
}

function inverseStdOf({ attributes }: Node, variance: Value): Value {
  return div(1, sqrt(add(variance, float(attributes, 'epsilon'))));
}
