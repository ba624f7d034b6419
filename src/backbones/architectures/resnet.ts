import { maxPool } from '../../graph/neural.ts';
import { add, mean, relu } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import { type Architecture, architecture } from './architecture.ts';
import type { Layers } from './layers.ts';
import { repeated } from './repeated.ts';

/** Options of resnet. */
export type ResNetOptions = {
  /** Number of residual blocks in each stage. */
  readonly blocks?: readonly number[];
  /** Filters of each stage; each stage after the first halves height and width. */
  readonly widths?: readonly number[];
  /**
   * The first layers: `large` reduces photographs to a quarter; `small` keeps the size, for pictures of about 32 px.
   */
  readonly stem?: keyof typeof stems;
};

/**
 * A residual network of basic blocks (He et al. 2016); by default ResNet-18. Weights have torchvision's names. The last
 * scale of every block starts at 0, so that the block starts as the identity (Goyal et al. 2017).
 */
export function resnet({
  blocks = [2, 2, 2, 2],
  widths = [64, 128, 256, 512],
  stem = 'large',
}: ResNetOptions = {}): Architecture {
  return architecture((images, layers) => {
    const begin = stems[stem](images, widths[0], layers);
    const features = widths.reduce((x, filters, i) => stage(x, i, filters, blocks[i], layers), begin);
    return mean(features, [2, 3]);
  });
}

const stems = {
  large: (images: Value, filters: number, { conv, batchNorm }: Layers) => {
    const x = relu(batchNorm(conv(images, 'conv1', { filters, size: 7, stride: 2 }), 'bn1'));
    return maxPool(x, 3, { stride: 2, pad: 1 });
  },
  small: (images: Value, filters: number, { conv, batchNorm }: Layers) =>
    relu(batchNorm(conv(images, 'conv1', { filters, size: 3 }), 'bn1')),
};

function stage(x: Value, index: number, filters: number, blocks: number, layers: Layers): Value {
  return repeated(x, blocks, (inner, i) => {
    const stride = index > 0 && i === 0 ? 2 : 1;
    return basicBlock(inner, `layer${index + 1}.${i}`, { filters, stride }, layers);
  });
}

function basicBlock(
  x: Value,
  name: string,
  { filters, stride }: { readonly filters: number; readonly stride: number },
  { conv, batchNorm }: Layers,
): Value {
  const inner = relu(batchNorm(conv(x, `${name}.conv1`, { filters, size: 3, stride }), `${name}.bn1`));
  const residual = batchNorm(conv(inner, `${name}.conv2`, { filters, size: 3 }), `${name}.bn2`, { scale: 0 });
  const fits = stride === 1 && x.shape[1] === filters;
  const shortcut = fits
    ? x
    : batchNorm(conv(x, `${name}.downsample.0`, { filters, size: 1, stride }), `${name}.downsample.1`);
  return relu(add(residual, shortcut));
}
