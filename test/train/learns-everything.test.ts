// @module-tag slow
import { expect, it } from 'vitest';
import { architectures } from '../../src/backbones/architectures/catalogue.ts';
import { random } from '../../src/base/random.ts';
import { crossEntropy } from '../../src/losses/cross-entropy.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor, indexTensor } from '../../src/runtime/tensors.ts';
import { sgd } from '../../src/steps/optimizers/sgd.ts';
import { initialNumbers } from '../../src/steps/parameter.ts';
import { poolLearner } from '../../src/train/batches/pool-learner.ts';
import { linear } from '../../src/train/heads/linear.ts';
import { networkObjective } from '../../src/train/heads/network-objective.ts';

const [classes, sizePx, batch, steps] = [3, 32, 4, 3];

it.each(['small', 'efficientnet-lite0', 'convnext-femto', 'vit-tiny'] as const)(
  'some steps change every parameter of %s',
  async (name) => {
    const network = architectures[name]({ sizePx, channels: 3, depth: 2, random: random(0, 'weights') });
    const draw = random(1, 'rest');
    const normals = (length: number) => Float32Array.from({ length }, draw.normal);
    const dimensions = Number(network.output.shape.at(-1));
    const initial = { rows: classes, columns: dimensions, data: normals(classes * dimensions) };
    const head = linear({ dimensions, classes, logitScale: 1, initial, random: draw });
    const objective = networkObjective({ network, head, loss: crossEntropy(), optimizer: sgd({ momentum: 0 }) });
    const pool = {
      images: floatTensor(normals(batch * 3 * sizePx ** 2), [batch, 3, sizePx, sizePx]),
      labels: indexTensor([0, 1, 2, 0]),
    };
    const sampler = () => [0, 1, 2, 3];
    const learner = await poolLearner(objective, { pool, batch, sampler }, nodeRuntime);
    const lesson = { before: 0, learningRates: new Array(steps).fill(0.1), total: steps };
    const { state } = await learner.learn(learner.initial, lesson);
    await learner.dispose();
    const still = objective.parameters.filter((parameter) => {
      const after = floats(state[parameter.name]);
      return initialNumbers(parameter).every((number, i) => number === after[i]);
    });
    expect(still.map(({ name: parameter }) => parameter)).toEqual([]);
  },
);
