import { describe, expect, it } from 'vitest';
import { architectures } from '../../src/backbones/architectures/catalogue.ts';
import { random } from '../../src/base/random.ts';
import { linear } from '../../src/learn/heads/linear.ts';
import { crossEntropy } from '../../src/learn/losses/cross-entropy.ts';
import { networkObjective } from '../../src/learn/network-objective.ts';
import type { Objective } from '../../src/learn/objective.ts';
import { sgd } from '../../src/learn/optimizers/sgd.ts';
import { poolLearner } from '../../src/learn/pool-learner.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor, indexTensor } from '../../src/runtime/tensors.ts';

const [classes, sizePx, batch] = [3, 32, 16];

function objectiveFor(architecture: keyof typeof architectures): Objective {
  const network = architectures[architecture]({ sizePx, channels: 3, random: random(1, 'weights') });
  const dimensions = Number(network.output.shape.at(-1));
  const draw = random(2, 'head');
  const data = Float32Array.from({ length: classes * dimensions }, () => 0.1 * draw.normal());
  const initial = { rows: classes, columns: dimensions, data };
  const head = linear({ dimensions, classes, sharpness: 1, initial, random: draw });
  return networkObjective({ network, head, loss: crossEntropy(), optimizer: sgd({ momentum: 0 }) });
}

/** Losses and the state after some steps on random pictures. */
async function learned(objective: Objective, steps: number) {
  const draw = random(3, 'pictures');
  const pixels = Float32Array.from({ length: batch * 3 * sizePx * sizePx }, () => draw.normal());
  const pool = {
    images: floatTensor(pixels, [batch, 3, sizePx, sizePx]),
    labels: indexTensor(Array.from({ length: batch }, (_, i) => i % classes)),
  };
  const sampler = () => Array.from({ length: batch }, (_, i) => i);
  const learner = await poolLearner(objective, { pool, batch, sampler }, nodeRuntime, { threads: 1 });
  const lesson = { before: 0, rates: Array.from({ length: steps }, () => 0.01), total: steps };
  const { losses, state } = await learner.learn(learner.initial, lesson);
  await learner.dispose();
  return { losses, state };
}

describe('a step of a whole network', () => {
  it.each(['small', 'efficientnet-lite0'] as const)('of the architecture %s moves every weight', async (name) => {
    const objective = objectiveFor(name);
    const { state } = await learned(objective, 1);
    const still = objective.parameters.filter(({ name, initial }) =>
      floats(state[name]).every((number, i) => number === initial[i]),
    );
    expect(still.map(({ name }) => name)).toEqual([]);
  });
});
