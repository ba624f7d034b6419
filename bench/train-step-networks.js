import { architecture } from '#src/backbones/architectures/architecture.js';
import { architectures } from '#src/backbones/architectures/catalogue.js';
import { random } from '#src/base/random.js';
import { maxPool } from '#src/graph/neural.js';
import { relu, reshape } from '#src/graph/ops.js';
import { required } from './required.js';

/**
 * @import { ArchitectureName } from '#src/backbones/architectures/catalogue.js'
 * @import { ArchitectureOptions } from '#src/backbones/architectures/architecture.js'
 * @import { Network } from '#src/graph/network.js'
 * @import { Value } from '#src/graph/value.js'
 * @import { Layers } from '#src/backbones/architectures/layers.js'
 */

/** @typedef {(shape: number[]) => Network} Make */
/** @typedef {{ about: string, batch: number, shape: number[], rounds: number, make: Make }} TimedNetwork */

/**
 * The networks whose steps are timed: what each is, its batch, one sample's shape, and how often it is timed. `make`
 * gives images (or activations) to features; train_step_peer.py has the same ones under the same letters.
 * @satisfies {Record<string, TimedNetwork>}
 */
export const networks = {
  a: { about: 'two convolutions, 28 px', batch: 128, shape: [1, 28, 28], rounds: 9, make: twoConvolutions },
  b: { about: 'ResNet-18, 64 px', batch: 32, shape: [3, 64, 64], rounds: 9, make: known('resnet18') },
  c: {
    about: 'EfficientNet-Lite0, 224 px',
    batch: 16,
    shape: [3, 224, 224],
    rounds: 5,
    make: known('efficientnet-lite0'),
  },
  d: { about: 'ViT-tiny, 96 px', batch: 32, shape: [3, 96, 96], rounds: 9, make: known('vit-tiny') },
  e: { about: 'last four blocks of (c)', batch: 32, shape: [192, 7, 7], rounds: 9, make: lastFourBlocks },
};

/**
 * Makes an architecture for samples of this shape.
 * @param {ArchitectureName} name
 * @returns {Make}
 */
function known(name) {
  return (shape) => architectures[name](optionsOf(shape));
}

/** @param {number[]} shape */
function twoConvolutions(shape) {
  const [, sizePx] = shape;
  /** @type {(images: Value, layers: Layers) => Value} */
  const features = (images, { conv }) => {
    /** @type {(x: Value, name: string, filters: number) => Value} */
    const stage = (x, name, filters) => maxPool(relu(conv(x, name, { filters, size: 3, bias: true })), 2);
    const maps = stage(stage(images, 'conv1', 32), 'conv2', 64);
    return reshape(maps, [-1, 64 * (sizePx / 4) ** 2]);
  };
  return architecture(features)(optionsOf(shape));
}

/** @param {number[]} shape @returns {ArchitectureOptions} */
function optionsOf([channels, sizePx]) {
  return { sizePx, channels: channels === 1 ? 1 : 3, random: random(0, 'train-step') };
}

/**
 * What comes after the first of the fifth stage's four blocks; that one has no shortcut, so it ends with its last norm.
 * @returns {Network}
 */
function lastFourBlocks() {
  const whole = known('efficientnet-lite0')([3, 224]);
  const last = whole.graph.nodes.find(({ inputs }) => inputs[1]?.name === 'blocks.5.0.bn3.weight');
  return { ...whole, input: required(last, 'such norm').outputs[0] };
}
