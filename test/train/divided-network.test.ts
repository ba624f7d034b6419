import { describe, expect, it } from 'vitest';
import { small } from '../../src/backbones/architectures/small.ts';
import { random } from '../../src/base/random.ts';
import { crossEntropy } from '../../src/losses/cross-entropy.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor, indexTensor } from '../../src/runtime/tensors.ts';
import { sgd } from '../../src/steps/optimizers/sgd.ts';
import { fedLearner } from '../../src/train/batches/fed-learner.ts';
import { drawnMixing, mixedBatch, mixingTypes } from '../../src/train/batches/mixing.ts';
import { heads } from '../../src/train/heads/catalogue.ts';
import { type NetworkTask, networkObjective } from '../../src/train/heads/network-objective.ts';
import { mixtures } from '../../src/train/mixtures/catalogue.ts';

const [batch, sizePx, classes] = [8, 12, 3];
const draw = random(0, 'divided network');
const images = floatTensor(
  Float32Array.from({ length: batch * 3 * sizePx ** 2 }, () => draw.normal()),
  [batch, 3, sizePx, sizePx],
);
const labels = indexTensor(Array.from({ length: batch }, (_, i) => i % classes));
const mixing = drawnMixing([mixtures.cutmix({ heightPx: sizePx, widthPx: sizePx })], { batch, random: draw });

/** A small convolutional network with batch normalisation after some steps on mixed pictures. */
async function trained(changes: Partial<NetworkTask>, steps = 3) {
  const network = small({ widths: [8, 8, 16] })({ sizePx, channels: 3, random: random(0, 'network') });
  const head = heads.linear({ dimensions: 16, classes, logitScale: 1, initial: null, random: random(0, 'head') });
  const objective = networkObjective({ network, head, loss: crossEntropy(), optimizer: sgd(), ...changes });
  const learner = await fedLearner(
    { ...objective, prepare: (given) => mixedBatch(given) },
    {
      types: {
        images: { type: 'float32', shape: images.shape },
        labels: { type: 'int64', shape: [batch] },
        ...mixingTypes(batch),
      },
      batch: async () => ({ images, labels, ...mixing }),
    },
    nodeRuntime,
    { threads: 1 },
  );
  const learningRates = Array.from({ length: steps }, () => 0.1);
  const learned = await learner.learn(learner.initial, { before: 0, learningRates, total: steps });
  await learner.dispose();
  return { ...learned, initial: learner.initial };
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0));
}

describe('a convolutional network trained with accumulated gradients of mixed batches', () => {
  it('equals the one trained with whole batches where batch normalisation is frozen', async () => {
    const [whole, divided] = [
      await trained({ batchNorm: 'frozen' }),
      await trained({ batchNorm: 'frozen', accumulationSteps: 4 }),
    ];
    for (const [name, tensor] of Object.entries(whole.state)) {
      const [ours, theirs, begin] = [floats(divided.state[name]), floats(tensor), floats(whole.initial[name])];
      expect(distance(ours, theirs)).toBeLessThan(1e-3 * distance(theirs, begin) + 1e-6);
    }
  });

  it('updates its running statistics with every part', async () => {
    const [once, twice] = [await trained({ accumulationSteps: 1 }, 1), await trained({ accumulationSteps: 2 }, 1)];
    const statistics = Object.keys(once.initial).filter((name) => /mean|variance/.test(name));
    expect(statistics.length).toBeGreaterThan(0);
    const far = ({ state, initial }: typeof once) =>
      Math.hypot(...statistics.map((name) => distance(floats(state[name]), floats(initial[name]))));
    // Two parts each take a tenth: 1 - 0.9^2 of the way instead of 0.1.
    expect(far(twice) / far(once)).toBeGreaterThan(1.7);
    expect(far(twice) / far(once)).toBeLessThan(2.1);
  });
});
