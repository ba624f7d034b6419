import { commonGraph } from './graph.ts';
import type { Attributes } from './node.ts';
import { add, erf, mul, record, sigmoid } from './ops.ts';
import { sizes, type Value } from './value.ts';

/** How windows are laid over an image. One number serves both axes. */
export type WindowOptions = {
  /** Pixels from one window to the next; 1 where not given. */
  readonly stride?: number | readonly number[];
  /** Zeros around the image: one number, one per axis, or [top, left, bottom, right]; 0 where not given. */
  readonly pad?: number | readonly number[];
  /** Pixels from one tap of the window to the next; 1 where not given. */
  readonly dilation?: number | readonly number[];
};

/** Options of conv. */
export type ConvOptions = WindowOptions & {
  /** Splits the channels into this many groups, which do not see each other; depthwise where it equals the channels. */
  readonly groups?: number;
  /** [M], one number added to each filter's output. */
  readonly bias?: Value;
};

/**
 * Cross-correlation, which frameworks call convolution: [B, C, H, W] with weights [M, C / groups, kh, kw] ->
 * [B, M, H', W'].
 */
export function conv(x: Value, weights: Value, { groups = 1, bias, ...options }: ConvOptions = {}): Value {
  const kernel = sizes(weights.shape.slice(2));
  const inputs = bias ? [x, weights, bias] : [x, weights];
  return record('Conv', inputs, { ...windowAttributes(kernel, options), group: groups });
}

/** The maximum of each window; zeros around the image do not count. [B, C, H, W] -> [B, C, H', W']. */
export function maxPool(x: Value, size: number | readonly number[], options: WindowOptions = {}): Value {
  return record('MaxPool', [x], windowAttributes(pair(size), { stride: size, ...options }));
}

/** The mean of each window. Zeros around the image count only with `countPad`. [B, C, H, W] -> [B, C, H', W']. */
export function averagePool(
  x: Value,
  size: number | readonly number[],
  { countPad = false, ...options }: WindowOptions & { readonly countPad?: boolean } = {},
): Value {
  const attributes = windowAttributes(pair(size), { stride: size, ...options });
  return record('AveragePool', [x], { ...attributes, count_include_pad: countPad ? 1 : 0 });
}

/** The weights of batch normalisation, each [C]. */
export type BatchNormWeights = {
  readonly scale: Value;
  readonly bias: Value;
  readonly mean: Value;
  readonly variance: Value;
};

/** Batch normalisation in inference mode: every channel by the given, running statistics (Ioffe and Szegedy 2015). */
export function batchNorm(x: Value, { scale, bias, mean, variance }: BatchNormWeights, { epsilon = 1e-5 } = {}): Value {
  const attributes = { epsilon: { float: epsilon }, momentum: { float: 0.9 }, training_mode: 0 };
  return record('BatchNormalization', [x, scale, bias, mean, variance], attributes);
}

/**
 * Batch normalisation in training mode: every channel by the statistics of this batch, which are also outputs: mean [C]
 * and variance [C] (biased, over batch and space).
 */
export function batchNormByBatch(
  x: Value,
  { scale, bias, mean, variance }: BatchNormWeights,
  { epsilon = 1e-5 } = {},
): { readonly normalised: Value; readonly mean: Value; readonly variance: Value } {
  // With momentum 0, the "running" outputs are the batch's own statistics.
  const attributes = { epsilon: { float: epsilon }, momentum: { float: 0 }, training_mode: 1 };
  const inputs = [x, scale, bias, overwritable(mean), overwritable(variance)];
  const [normalised, batchMean, batchVariance] = commonGraph(inputs).apply('BatchNormalization', inputs, attributes);
  return { normalised, mean: batchMean, variance: batchVariance };
}

/**
 * A value of its own for ONNX Runtime to overwrite. It writes the batch's statistics over the running ones, even where
 * others still read these or where they are the caller's own array. At momentum 0 their numbers do not matter.
 */
function overwritable(statistic: Value): Value {
  return mul(statistic, Math.PI / (1 + statistic.graph.nodes.length));
}

/** Normalises over the axes from `axis` on (Ba et al. 2016); scale and bias have those axes' shape. */
export function layerNorm(x: Value, scale: Value, bias: Value, { axis = -1, epsilon = 1e-5 } = {}): Value {
  const first = axis < 0 ? axis + x.shape.length : axis;
  const attributes = { axis: first, epsilon: { float: epsilon }, stash_type: 1 };
  return record('LayerNormalization', [x, scale, bias], attributes);
}

/** Gaussian error linear unit, exact form: x Phi(x) (Hendrycks and Gimpel 2016). */
export function gelu(x: Value): Value {
  return mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1));
}

/** x sigmoid(x), also called swish (Elfwing et al. 2018). */
export function silu(x: Value): Value {
  return mul(x, sigmoid(x));
}

/** max(0, min(1, alpha x + beta)). */
export function hardSigmoid(x: Value, { alpha = 1 / 6, beta = 0.5 } = {}): Value {
  return record('HardSigmoid', [x], { alpha: { float: alpha }, beta: { float: beta } });
}

/** x hardSigmoid(x) (Howard et al. 2019, MobileNetV3). */
export function hardSwish(x: Value): Value {
  return mul(x, hardSigmoid(x));
}

/** The ONNX attributes of a window operator. */
export function windowAttributes(
  kernel: readonly number[],
  { stride = 1, pad = 0, dilation = 1 }: WindowOptions,
): Attributes {
  const around = pair(pad);
  return {
    kernel_shape: kernel,
    strides: pair(stride),
    pads: around.length === 4 ? around : [...around, ...around],
    dilations: pair(dilation),
  };
}

function pair(value: number | readonly number[]): readonly number[] {
  return typeof value === 'number' ? [value, value] : value;
}
