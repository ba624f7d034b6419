import { dependsOnInput } from '../folding/evaluate.ts';
import { batchNorm, layerNorm } from '../neural.ts';
import * as ops from '../ops.ts';
import { elementCount, type Shape, type Value } from '../value.ts';
import { floatAttribute, type Importer, integerAttribute, operand, shapeOf } from './file-node.ts';

/**
 * Batch normalisation by the running statistics, even where a file was exported in training mode: training chooses its
 * own mode. Exception: weight standardisation (Qiao et al. 2019), where x is a weight, uses the statistics of x.
 */
export const batchNormalization: Importer = (node) => {
  const [x, scale, bias, mean, variance] = [0, 1, 2, 3, 4].map((place) => operand(node, place));
  const epsilon = floatAttribute(node, 'epsilon');
  // Before operator set 14, more than one output meant training mode.
  const byBatch = node.opset < 14 ? node.outputs > 1 : integerAttribute(node, 'training_mode') === 1;
  if (!byBatch || dependsOnInput(x)) return batchNorm(x, { scale, bias, mean, variance }, { epsilon });
  const axes = x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const centred = ops.sub(x, ops.mean(x, axes, { keep: true }));
  const power = ops.mean(ops.square(centred), axes, { keep: true });
  return perChannel(ops.div(centred, ops.sqrt(ops.add(power, epsilon))), scale, bias);
};

/** Normalises every sample over the axes from `axis` on (Ba et al. 2016); the bias may be absent. */
export const layerNormalization: Importer = (node) => {
  const [x, scale] = [operand(node, 0), operand(node, 1)];
  const bias = node.inputs[2] ?? filled(x, scale.shape, 0);
  return layerNorm(x, scale, bias, { axis: integerAttribute(node, 'axis'), epsilon: floatAttribute(node, 'epsilon') });
};

/** Normalises every channel of every image by its own statistics (Ulyanov et al. 2016). */
export const instanceNormalization: Importer = (node) => {
  const x = operand(node, 0);
  return perChannel(
    inGroups(x, Number(x.shape[1]), floatAttribute(node, 'epsilon')),
    operand(node, 1),
    operand(node, 2),
  );
};

/**
 * Normalises groups of channels by their own statistics (Wu and He 2018). Up to operator set 20, scale and bias are
 * given per group.
 */
export const groupNormalization: Importer = (node) => {
  const [x, scale, bias] = [0, 1, 2].map((place) => operand(node, place));
  const groups = integerAttribute(node, 'num_groups');
  const normal = inGroups(x, groups, floatAttribute(node, 'epsilon'));
  if (node.opset >= 21) return perChannel(normal, scale, bias);
  const each = Number(x.shape[1]) / groups;
  const spread = (weight: Value) => ops.reshape(ops.expand(ops.reshape(weight, [-1, 1]), [groups, each]), [-1]);
  return perChannel(normal, spread(scale), spread(bias));
};

/** x / (sum |x|^p)^(1/p) along an axis. */
export const lpNormalization: Importer = (node) => {
  const x = operand(node, 0);
  const options = { keep: true };
  const axis = integerAttribute(node, 'axis');
  if (integerAttribute(node, 'p') === 1) return ops.div(x, ops.sum(ops.abs(x), axis, options));
  return ops.div(x, ops.sqrt(ops.sum(ops.square(x), axis, options)));
};

/** x / sqrt(mean x^2 + epsilon), times a scale (Zhang and Sennrich 2019). */
export const rmsNormalization: Importer = (node) => {
  const x = operand(node, 0);
  const first = integerAttribute(node, 'axis');
  const axes = shapeOf(node)
    .map((_, axis) => axis)
    .slice(first);
  const power = ops.mean(ops.square(x), axes, { keep: true });
  return ops.mul(ops.div(x, ops.sqrt(ops.add(power, floatAttribute(node, 'epsilon')))), operand(node, 1));
};

/** (x - mean) / std over the given axes. */
export const meanVarianceNormalization: Importer = (node) => {
  const x = operand(node, 0);
  const axes = node.attributes.get('axes')?.ints.map(Number) ?? [0, 2, 3];
  const centred = ops.sub(x, ops.mean(x, axes, { keep: true }));
  const std = ops.sqrt(ops.mean(ops.square(centred), axes, { keep: true }));
  return ops.div(centred, ops.add(std, 1e-9));
};

/** Normalises each of `groups` equal groups of an image's channels to mean 0 and standard deviation 1. */
function inGroups(x: Value, groups: number, epsilon: number): Value {
  const length = elementCount(x.shape.slice(1)) / groups;
  const rows = ops.reshape(x, [0, groups, length]);
  const normal = layerNorm(rows, filled(x, [length], 1), filled(x, [length], 0), { epsilon });
  return ops.reshape(normal, [0, ...x.shape.slice(1)]);
}

function perChannel(x: Value, scale: Value, bias: Value): Value {
  const column = [-1, ...x.shape.slice(2).map(() => 1)];
  return ops.add(ops.mul(x, ops.reshape(scale, column)), ops.reshape(bias, column));
}

function filled({ graph }: Value, shape: Shape, value: number): Value {
  return graph.constant(new Float32Array(elementCount(shape)).fill(value), { shape });
}
