import { add, clip, mean } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import { type Architecture, architecture } from './architecture.ts';
import type { Layers } from './layers.ts';
import { repeated } from './repeated.ts';

/** A stage: blocks that differ only in the stride of the first, which halves height and width (2) or keeps them (1). */
export type MobileStage = {
  readonly blocks: number;
  readonly filters: number;
  /** Height and width of the depthwise kernel. */
  readonly size: 3 | 5;
  readonly stride: 1 | 2;
  /** By which factor a block widens its channels inside; 1: not at all. */
  readonly expansion: number;
};

/** Options of efficientNetLite. */
export type EfficientNetLiteOptions = {
  readonly stem?: number;
  readonly stages?: readonly MobileStage[];
  /** Filters of the last convolution, which is the number of features. */
  readonly head?: number;
};

/** The stages of EfficientNet-Lite0 (Tan and Le 2019; Liu 2020). */
const lite0: readonly MobileStage[] = [
  { blocks: 1, filters: 16, size: 3, stride: 1, expansion: 1 },
  { blocks: 2, filters: 24, size: 3, stride: 2, expansion: 6 },
  { blocks: 2, filters: 40, size: 5, stride: 2, expansion: 6 },
  { blocks: 3, filters: 80, size: 3, stride: 2, expansion: 6 },
  { blocks: 3, filters: 112, size: 5, stride: 1, expansion: 6 },
  { blocks: 4, filters: 192, size: 5, stride: 2, expansion: 6 },
  { blocks: 1, filters: 320, size: 3, stride: 1, expansion: 6 },
];

/**
 * Inverted residuals with depthwise convolutions and ReLU6 (Sandler et al. 2018) in EfficientNet's proportions, without
 * squeeze-and-excitation; by default EfficientNet-Lite0. Weights have timm's names.
 */
export function efficientNetLite({
  stem = 32,
  stages = lite0,
  head = 1280,
}: EfficientNetLiteOptions = {}): Architecture {
  return architecture((images, layers) => {
    const { conv, batchNorm } = layers;
    const begin = relu6(batchNorm(conv(images, 'conv_stem', { filters: stem, size: 3, stride: 2 }), 'bn1'));
    const features = stages.reduce((x, part, i) => stage(x, `blocks.${i}`, part, layers), begin);
    return mean(relu6(batchNorm(conv(features, 'conv_head', { filters: head, size: 1 }), 'bn2')), [2, 3]);
  });
}

function stage(x: Value, name: string, { blocks, ...first }: MobileStage, layers: Layers): Value {
  return repeated(x, blocks, (inner, i) =>
    block(inner, `${name}.${i}`, i === 0 ? first : { ...first, stride: 1 }, layers),
  );
}

type Block = Omit<MobileStage, 'blocks'>;

/** An inverted residual block; it has a shortcut where input and output have the same shape. */
function block(x: Value, name: string, shape: Block, layers: Layers): Value {
  const inner = shape.expansion === 1 ? separable(x, name, shape, layers) : inverted(x, name, shape, layers);
  return shape.stride === 1 && x.shape[1] === shape.filters ? add(inner, x) : inner;
}

/** A depthwise convolution, then a 1 x 1 convolution. */
function separable(x: Value, name: string, { filters, size, stride }: Block, { conv, batchNorm }: Layers): Value {
  const channels = channelsOf(x);
  const spatial = conv(x, `${name}.conv_dw`, { filters: channels, size, stride, groups: channels });
  const filtered = relu6(batchNorm(spatial, `${name}.bn1`));
  return batchNorm(conv(filtered, `${name}.conv_pw`, { filters, size: 1 }), `${name}.bn2`);
}

/** A 1 x 1 convolution that widens, a depthwise convolution, and a 1 x 1 convolution that narrows. */
function inverted(
  x: Value,
  name: string,
  { filters, size, stride, expansion }: Block,
  { conv, batchNorm }: Layers,
): Value {
  const channels = channelsOf(x) * expansion;
  const wide = relu6(batchNorm(conv(x, `${name}.conv_pw`, { filters: channels, size: 1 }), `${name}.bn1`));
  const spatial = conv(wide, `${name}.conv_dw`, { filters: channels, size, stride, groups: channels });
  const filtered = relu6(batchNorm(spatial, `${name}.bn2`));
  return batchNorm(conv(filtered, `${name}.conv_pwl`, { filters, size: 1 }), `${name}.bn3`);
}

function channelsOf({ shape }: Value): number {
  return sizes(shape.slice(1))[0];
}

function relu6(x: Value): Value {
  return clip(x, 0, 6);
}
