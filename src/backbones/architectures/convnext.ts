import { DiscernError } from '../../base/error.ts';
import { gelu } from '../../graph/neural.ts';
import { add, mean, mul, transpose } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import { type Architecture, architecture } from './architecture.ts';
import { constantInitialisation, truncatedNormal } from './initialisation.ts';
import type { Layers } from './layers.ts';
import { repeated } from './repeated.ts';

/** Options of convnext. */
export type ConvNeXtOptions = {
  /** Number of blocks in each stage. */
  readonly blocks?: readonly number[];
  /**
   * Channels of each stage. The stem reduces height and width to a quarter (to a half for pictures under 64 px); each
   * stage after the first halves them.
   */
  readonly widths?: readonly number[];
};

/**
 * ConvNeXt (Liu et al. 2022); by default timm's size femto. Weights have timm's names. Blocks work with channels last.
 * They start close to the identity, because their scale `gamma` starts at 1e-6. Throws `misused` for pictures that are
 * too small for the number of stages: femto needs 16 px.
 */
export function convnext({ blocks = [2, 2, 6, 2], widths = [48, 96, 192, 384] }: ConvNeXtOptions = {}): Architecture {
  return architecture((images, layers, { sizePx }) => {
    requireSize(sizePx, widths.length);
    const { patches, layerNorm } = layers;
    const begin = layerNorm(patches(images, 'stem.0', { filters: widths[0], size: stemPx(images) }), 'stem.1');
    const features = widths.reduce((x, filters, i) => {
      const name = `stages.${i}`;
      const smaller = i === 0 ? x : downsample(x, `${name}.downsample`, filters, layers);
      return repeated(smaller, blocks[i], (inner, j) => block(inner, `${name}.blocks.${j}`, layers));
    }, begin);
    return layerNorm(mean(features, [1, 2]), 'head.norm');
  });
}

/** [N, h, w, C] -> [N, h / 2, w / 2, filters]. */
function downsample(x: Value, name: string, filters: number, { layerNorm, patches }: Layers): Value {
  return patches(channelsFirst(layerNorm(x, `${name}.0`)), `${name}.1`, { filters, size: 2 });
}

/** [N, h, w, C] -> [N, h, w, C]: a depthwise convolution, then an MLP over the channels that is four times as wide. */
function block(x: Value, name: string, { conv, layerNorm, linear, weight }: Layers): Value {
  const width = Number(x.shape[3]);
  const depthwise = { filters: width, size: 7, groups: width, bias: true, weights: truncatedNormal() };
  const spatial = channelsLast(conv(channelsFirst(x), `${name}.conv_dw`, depthwise));
  const wide = gelu(linear(layerNorm(spatial, `${name}.norm`), `${name}.mlp.fc1`, 4 * width));
  const mixed = linear(wide, `${name}.mlp.fc2`, width);
  return add(x, mul(mixed, weight(`${name}.gamma`, [width], constantInitialisation(1e-6))));
}

/** From this side on, the stem reduces pictures to a quarter. */
const largePx = 64;

function stemPx({ shape }: Value): number {
  return Number(shape[2]) < largePx ? 2 : 4;
}

/** Throws `misused` where no pixel is left after the stem and the halving in each later stage. */
function requireSize(sizePx: number, stages: number): void {
  const halving = 2 ** (stages - 1);
  const least = 2 * halving < largePx ? 2 * halving : 4 * halving;
  if (sizePx >= least) return;
  throw new DiscernError('misused', `pictures of ${sizePx} px are too small for a ConvNeXt of ${stages} stages`, {
    given: `pictures of ${sizePx} px`,
    expected: `${least} px or more`,
    todo: `make pictures larger (on the command line: --size ${least}), or choose another architecture, such as small`,
  });
}

function channelsFirst(x: Value): Value {
  return transpose(x, [0, 3, 1, 2]);
}

function channelsLast(x: Value): Value {
  return transpose(x, [0, 2, 3, 1]);
}
