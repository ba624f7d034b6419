import { DiscernError } from '../../base/error.ts';
import { gelu } from '../../graph/neural.ts';
import { add, mean, mul, transpose } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import { type Architecture, architecture } from './architecture.ts';
import { constantly, truncatedNormal } from './initialisation.ts';
import type { Layers } from './layers.ts';
import { repeated } from './repeated.ts';

/** Options of convnext. */
export type ConvNeXtOptions = {
  /** Blocks of each stage. */
  readonly blocks?: readonly number[];
  /** Channels of each stage; the first shrinks pictures to a quarter (under 64 px: a half), each other one halves height and width. */
  readonly widths?: readonly number[];
};

/**
 * ConvNeXt (Liu et al. 2022), of timm's size femto where nothing else is said; weights bear timm's names. Blocks work
 * with channels last, and begin nearly as the identity: their scale `gamma` begins at 1e-6. Throws `misused` for pictures
 * of which nothing is left in the last stage: femto takes 16 px or more.
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

/** [N, h, w, C] -> the same: filter in space, then mix channels in a layer four times as wide. */
function block(x: Value, name: string, { conv, layerNorm, linear, weight }: Layers): Value {
  const width = Number(x.shape[3]);
  const depthwise = { filters: width, size: 7, groups: width, bias: true, weights: truncatedNormal() };
  const spatial = channelsLast(conv(channelsFirst(x), `${name}.conv_dw`, depthwise));
  const wide = gelu(linear(layerNorm(spatial, `${name}.norm`), `${name}.mlp.fc1`, 4 * width));
  const mixed = linear(wide, `${name}.mlp.fc2`, width);
  return add(x, mul(mixed, weight(`${name}.gamma`, [width], constantly(1e-6))));
}

/** From this side on, pictures are shrunk to a quarter at once. */
const largePx = 64;

function stemPx({ shape }: Value): number {
  return Number(shape[2]) < largePx ? 2 : 4;
}

/** Throws where the stem and the halving of each later stage leave nothing. */
function requireSize(sizePx: number, stages: number): void {
  const halving = 2 ** (stages - 1);
  const least = 2 * halving < largePx ? 2 * halving : 4 * halving;
  if (sizePx >= least) return;
  throw new DiscernError('misused', `a ConvNeXt of ${stages} stages leaves nothing of pictures of ${sizePx} px`, {
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
