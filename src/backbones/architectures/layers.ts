import type { Random } from '../../base/random.ts';
import type { Graph } from '../../graph/graph.ts';
import { batchNorm, conv, layerNorm } from '../../graph/neural.ts';
import { add, matMul, reshape, slice, transpose } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import { constantInitialisation, heNormal, type Initialisation, truncatedNormal } from './initialisation.ts';

/** Options of a convolution. */
export type ConvLayer = {
  readonly filters: number;
  /**
   * Height and width of the kernel, an odd number. The padding is half of it, so that stride 1 keeps the image's size.
   */
  readonly size: number;
  readonly stride?: number;
  /** Number of groups; as many as channels gives a depthwise convolution. */
  readonly groups?: number;
  readonly bias?: boolean;
  /** The initialisation; He's where not given. */
  readonly weights?: Initialisation;
};

/**
 * Layers with fresh weights for one graph. Each takes its input and a prefix for the names of its weights, such as
 * those of torchvision and timm; it appends `weight`, `bias`, `running_mean` and `running_var`.
 */
export type Layers = {
  /** A single weight; `name` is its full name. */
  weight(name: string, shape: readonly number[], values: Initialisation): Value;
  /** [N, C, H, W] -> [N, filters, H / stride, W / stride], rounded up. */
  conv(x: Value, name: string, options: ConvLayer): Value;
  /**
   * Batch normalisation. `scale` is the initial value of its factors: with 0, a residual block starts as the identity.
   */
  batchNorm(x: Value, name: string, options?: { readonly scale?: number }): Value;
  /** Layer normalisation over the last axis. */
  layerNorm(x: Value, name: string): Value;
  /** x W + b on the last axis, [..., D] -> [..., width]. W is [D, width], transposed from PyTorch's. */
  linear(x: Value, name: string, width: number): Value;
  /**
   * A convolution whose windows lie side by side (kernel = stride), with channels last: [N, C, H, W] ->
   * [N, h, w, filters].
   */
  patches(x: Value, name: string, options: { readonly filters: number; readonly size: number }): Value;
};

/** Makes layers whose weights are drawn from `random` and recorded in `graph`. */
export function layers(graph: Graph, random: Random): Layers {
  const weight = (name: string, shape: readonly number[], values: Initialisation) =>
    graph.weight(name, values(shape, random), shape);
  const filled = (name: string, width: number, value: number) => weight(name, [width], constantInitialisation(value));
  return {
    weight,
    conv(x, name, { filters, size, stride = 1, groups = 1, bias = false, weights = heNormal({ groups }) }) {
      const kernels = weight(`${name}.weight`, [filters, channelsOf(x) / groups, size, size], weights);
      const options = { stride, pad: (size - 1) / 2, groups };
      return conv(x, kernels, bias ? { ...options, bias: filled(`${name}.bias`, filters, 0) } : options);
    },
    batchNorm(x, name, { scale = 1 } = {}) {
      const part = (suffix: string, value: number) => filled(`${name}.${suffix}`, channelsOf(x), value);
      const [mean, variance] = [part('running_mean', 0), part('running_var', 1)];
      return batchNorm(x, { scale: part('weight', scale), bias: part('bias', 0), mean, variance });
    },
    layerNorm(x, name) {
      const width = lastOf(x);
      const [scale, bias] = [filled(`${name}.weight`, width, 1), filled(`${name}.bias`, width, 0)];
      return layerNorm(x, scale, bias, { epsilon: 1e-6 });
    },
    linear(x, name, width) {
      const weights = weight(`${name}.weight`, [lastOf(x), width], truncatedNormal());
      return add(matMul(x, weights), filled(`${name}.bias`, width, 0));
    },
    patches(x, name, { filters, size }) {
      const windows = sideBySide(x, size);
      const kernels = weight(`${name}.weight`, [filters, channelsOf(x), size, size], truncatedNormal());
      const products = matMul(windows, transpose(reshape(kernels, [filters, lastOf(windows)])));
      return add(products, filled(`${name}.bias`, filters, 0));
    },
  };
}

/** The windows of an image as rows: [N, C, h size, w size] -> [N, h, w, C size size]. */
function sideBySide(x: Value, size: number): Value {
  const [n, ...rest] = x.shape;
  const [channels, height, width] = sizes(rest);
  const [h, w] = [Math.floor(height / size), Math.floor(width / size)];
  const whole = firstElements(firstElements(x, 2, h * size), 3, w * size);
  const split = reshape(whole, [n, channels, h, size, w, size]);
  return reshape(transpose(split, [0, 2, 4, 1, 3, 5]), [n, h, w, channels * size * size]);
}

/** The first `length` elements of an axis; pixels that do not fill a window are cut off. */
function firstElements(x: Value, axis: number, length: number): Value {
  return x.shape[axis] === length ? x : slice(x, axis, 0, length);
}

function channelsOf({ shape }: Value): number {
  return sizes(shape.slice(1))[0];
}

function lastOf({ shape }: Value): number {
  return sizes(shape.slice(-1))[0];
}
