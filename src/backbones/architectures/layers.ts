import type { Random } from '../../base/random.ts';
import type { Graph } from '../../graph/graph.ts';
import { batchNorm, conv, layerNorm } from '../../graph/neural.ts';
import { add, matMul, reshape, slice, transpose } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import { constantly, heNormal, type Initialisation, truncatedNormal } from './initialisation.ts';

/** Options of a convolution. */
export type ConvLayer = {
  readonly filters: number;
  /** Odd: the kernel's height and width. The image is padded by half of it, so that stride 1 keeps its size. */
  readonly size: number;
  readonly stride?: number;
  /** As many as channels: depthwise. */
  readonly groups?: number;
  readonly bias?: boolean;
  /** He's rule where not given. */
  readonly weights?: Initialisation;
};

/**
 * Layers with fresh weights, for one graph. Each takes its input and the name that its weights begin with, the one
 * that they have in torchvision and timm; `weight`, `bias`, `running_mean` and `running_var` are added to it.
 */
export type Layers = {
  /** A weight of its own; its full name. */
  weight(name: string, shape: readonly number[], values: Initialisation): Value;
  /** [N, C, H, W] -> [N, filters, H / stride, W / stride], rounded up. */
  conv(x: Value, name: string, options: ConvLayer): Value;
  /** Normalises channels; `scale` is where its factors begin: 0 lets a residual block begin as the identity. */
  batchNorm(x: Value, name: string, options?: { readonly scale?: number }): Value;
  /** Normalises over the last axis. */
  layerNorm(x: Value, name: string): Value;
  /** x W + b on the last axis, [..., D] -> [..., width]. W is [D, width], transposed from PyTorch's. */
  linear(x: Value, name: string, width: number): Value;
  /** A convolution whose windows lie side by side, channels last: [N, C, H, W] -> [N, h, w, filters]. */
  patches(x: Value, name: string, options: { readonly filters: number; readonly size: number }): Value;
};

/** Layers whose weights are drawn from `random` and belong to `graph`. */
export function layers(graph: Graph, random: Random): Layers {
  const weight = (name: string, shape: readonly number[], values: Initialisation) =>
    graph.weight(name, values(shape, random), shape);
  const filled = (name: string, width: number, value: number) => weight(name, [width], constantly(value));
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
  const whole = beginning(beginning(x, 2, h * size), 3, w * size);
  const split = reshape(whole, [n, channels, h, size, w, size]);
  return reshape(transpose(split, [0, 2, 4, 1, 3, 5]), [n, h, w, channels * size * size]);
}

/** The first of an axis; what does not fill a window is left out. */
function beginning(x: Value, axis: number, length: number): Value {
  return x.shape[axis] === length ? x : slice(x, axis, 0, length);
}

function channelsOf({ shape }: Value): number {
  return sizes(shape.slice(1))[0];
}

function lastOf({ shape }: Value): number {
  return sizes(shape.slice(-1))[0];
}
