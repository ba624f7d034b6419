import { internalError } from '../../base/error.ts';
import { gelu, hardSigmoid } from '../neural.ts';
import * as ops from '../ops.ts';
import type { Value } from '../value.ts';
import { tanhGelu } from './activations.ts';
import { type FileNode, type Importer, operand, stringAttribute } from './file-node.ts';
import { gemm } from './products.ts';
import { convolution } from './windows.ts';

/** ONNX Runtime's fused convolution: a convolution, an optional sum, then an activation. */
export const fusedConvolution: Importer = (node) => {
  const y = single(convolution({ ...node, defaults: { auto_pad: 'NOTSET', group: 1 } }));
  const summand = node.inputs[3];
  return activated(node, summand ? ops.add(y, summand) : y, node.attributes.get('activation_params')?.floats ?? []);
};

/** ONNX Runtime's Gemm with an activation. */
export const fusedGemm: Importer = (node) => {
  const { attributes } = node;
  const settings = ['activation_alpha', 'activation_beta'].flatMap((name) => attributes.get(name)?.f ?? []);
  return activated(node, single(gemm({ ...node, defaults: { alpha: 1, beta: 1, transA: 0, transB: 0 } })), settings);
};

/** gelu(x + bias). */
export const biasGelu: Importer = (node) => gelu(ops.add(operand(node, 0), operand(node, 1)));

/** The tanh approximation of gelu(x + bias); the bias is optional. */
export const fastGelu: Importer = (node) => {
  const [x, bias] = [operand(node, 0), node.inputs[1]];
  return tanhGelu(bias ? ops.add(x, bias) : x);
};

/** x sigmoid(alpha x), alpha = 1.702 where not given. */
export const quickGelu: Importer = (node) => {
  const x = operand(node, 0);
  return ops.mul(x, ops.sigmoid(ops.mul(x, node.attributes.get('alpha')?.f ?? 1.702)));
};

function activated(node: FileNode, x: Value, settings: readonly number[]): Value {
  const activation = activations[stringAttribute(node, 'activation')];
  if (!activation) throw internalError(`the fused activation ${stringAttribute(node, 'activation')} is not supported`);
  return activation(x, settings);
}

const activations: Readonly<Record<string, (x: Value, settings: readonly number[]) => Value>> = {
  '': (x) => x,
  Relu: ops.relu,
  Sigmoid: ops.sigmoid,
  Tanh: ops.tanh,
  LeakyRelu: (x, [slope = 0.01]) => ops.sub(ops.relu(x), ops.mul(ops.relu(ops.neg(x)), slope)),
  Clip: (x, [least, most]) => ops.clip(x, least, most),
  HardSigmoid: (x, [alpha, beta]) => hardSigmoid(x, { alpha, beta }),
};

function single(outputs: Value | readonly Value[]): Value {
  return [outputs].flat()[0];
}
