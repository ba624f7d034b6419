import { architecture } from '../dist/src/backbones/architectures/architecture.js';
import { architectures } from '../dist/src/backbones/architectures/catalogue.js';
import { random } from '../dist/src/base/random.js';
import { maxPool } from '../dist/src/graph/neural.js';
import { relu, reshape } from '../dist/src/graph/ops.js';

/**
 * The networks whose steps are timed: what each is, its batch, one sample's shape, and how often it is timed. `make` gives
 * images (or activations) to features; train_step_peer.py has the same ones under the same letters.
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

/** Makes an architecture for samples of this shape. */
function known(name) {
  return ([channels, sizePx]) => architectures[name]({ sizePx, channels, random: random(0, 'train-step') });
}

function twoConvolutions([channels, sizePx]) {
  const features = (images, { conv }) => {
    const stage = (x, name, filters) => maxPool(relu(conv(x, name, { filters, size: 3, bias: true })), 2);
    const maps = stage(stage(images, 'conv1', 32), 'conv2', 64);
    return reshape(maps, [-1, 64 * (sizePx / 4) ** 2]);
  };
  return architecture(features)({ sizePx, channels, random: random(0, 'train-step') });
}

/** What comes after the first of the fifth stage's four blocks; that one has no shortcut, so it ends with its last norm. */
function lastFourBlocks() {
  const whole = known('efficientnet-lite0')([3, 224]);
  const last = whole.graph.nodes.find(({ inputs }) => inputs[1]?.name === 'blocks.5.0.bn3.weight');
  return { ...whole, input: last.outputs[0] };
}
