import { internalError } from '../../base/error.ts';
import { gelu, hardSigmoid } from '../neural.ts';
import * as ops from '../ops.ts';
import type { Value } from '../value.ts';
import {
  type FileNode,
  floatAttribute,
  type Importer,
  integerAttribute,
  operand,
  optionalIntegerAttribute,
  stringAttribute,
} from './file-node.ts';

/** max(0, x) + slope min(0, x). */
export const parametricRelu: Importer = (node) => leaky(operand(node, 0), operand(node, 1));

/** max(0, x) + alpha min(0, x) (Maas et al. 2013). */
export const leakyRelu: Importer = (node) => leaky(operand(node, 0), floatAttribute(node, 'alpha'));

function leaky(x: Value, slope: ops.Operand): Value {
  return ops.sub(ops.relu(x), ops.mul(ops.relu(ops.neg(x)), slope));
}

/** x above zero, alpha (e^x - 1) below (Clevert et al. 2015). */
export const elu: Importer = (node) => exponential(operand(node, 0), floatAttribute(node, 'alpha'));

/** gamma elu(x) (Klambauer et al. 2017). */
export const selu: Importer = (node) =>
  ops.mul(exponential(operand(node, 0), floatAttribute(node, 'alpha')), floatAttribute(node, 'gamma'));

/** x above zero, alpha (e^(x / alpha) - 1) below (Barron 2017). */
export const celu: Importer = (node) => {
  const alpha = floatAttribute(node, 'alpha');
  return ops.mul(exponential(ops.div(operand(node, 0), alpha), 1), alpha);
};

/** max(0, x) + alpha (e^min(0, x) - 1): the exponential gets no positive numbers, which could overflow. */
function exponential(x: Value, alpha: number): Value {
  const below = ops.neg(ops.relu(ops.neg(x)));
  return ops.add(ops.relu(x), ops.mul(ops.sub(ops.exp(below), 1), alpha));
}

/** x tanh(log(1 + e^x)) (Misra 2019). */
export function mish(x: Value): Value {
  return ops.mul(x, ops.tanh(ops.softplus(x)));
}

/** x / (1 + |x|). */
export function softsign(x: Value): Value {
  return ops.div(x, ops.add(ops.abs(x), 1));
}

/** x where it is above alpha, else zero. */
export const thresholdedRelu: Importer = (node) => {
  const x = operand(node, 0);
  return ops.mul(x, ops.cast(ops.greater(x, floatAttribute(node, 'alpha')), x.type));
};

/** max(0, min(1, alpha x + beta)), with the file's alpha and beta. */
export const hardSigmoidOf: Importer = (node) =>
  hardSigmoid(operand(node, 0), { alpha: floatAttribute(node, 'alpha'), beta: floatAttribute(node, 'beta') });

/** The Gaussian error linear unit, exact or by tanh. */
export const geluOf: Importer = (node) =>
  stringAttribute(node, 'approximate') === 'tanh' ? tanhGelu(operand(node, 0)) : gelu(operand(node, 0));

/** x/2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) (Hendrycks and Gimpel 2016). */
export function tanhGelu(x: Value): Value {
  const inner = ops.mul(ops.add(x, ops.mul(ops.mul(ops.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));
  return ops.mul(ops.mul(x, 0.5), ops.add(ops.tanh(inner), 1));
}

/** Softmax: probabilities that sum to 1 along an axis. */
export const softmaxOf: Importer = (node) => alongAxis(node, ops.softmax);

/** The logarithm of the softmax. */
export const logSoftmaxOf: Importer = (node) => alongAxis(node, ops.logSoftmax);

/** Before operator set 13, all axes from the given one on counted as one. */
function alongAxis(node: FileNode, compute: (x: Value, axis: number) => Value): Value {
  const x = operand(node, 0);
  const axis = integerAttribute(node, 'axis');
  const first = axis < 0 ? axis + x.shape.length : axis;
  if (node.opset >= 13 || first === x.shape.length - 1) return compute(x, axis);
  return ops.reshape(compute(ops.reshape(x, [...x.shape.slice(0, first), -1]), -1), x.shape);
}

/** Dropout does nothing in inference. */
export const dropout: Importer = (node) => {
  if (node.inputs[2] && node.inputs[2].data?.[0] !== 0 && optionalIntegerAttribute(node, 'training_mode') !== 0)
    throw internalError('dropout in training mode is not supported');
  return operand(node, 0);
};
