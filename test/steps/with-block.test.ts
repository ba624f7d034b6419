// @module-tag slow
import { describe, expect, it } from 'vitest';
import { architectures } from '../../src/backbones/architectures/catalogue.ts';
import { sha256 } from '../../src/base/hash.ts';
import { random } from '../../src/base/random.ts';
import { blockProbe } from '../../src/graph/proto/block-probe.ts';
import { crossEntropy } from '../../src/losses/cross-entropy.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { channelBlockSize } from '../../src/runtime/channel-block-size.ts';
import type { Runtime } from '../../src/runtime/runtime.ts';
import { floatTensor, indexTensor } from '../../src/runtime/tensors.ts';
import type { Objective } from '../../src/steps/objective.ts';
import { sgd } from '../../src/steps/optimizers/sgd.ts';
import { poolLearner } from '../../src/train/batches/pool-learner.ts';
import { sha256OfTensors } from '../../src/train/checkpoints/checkpoints.ts';
import { linear } from '../../src/train/heads/linear.ts';
import { networkObjective } from '../../src/train/heads/network-objective.ts';

const [classes, sizePx, batch] = [3, 64, 16];

function objectiveFor(architecture: keyof typeof architectures, batchNorm: 'follow' | 'frozen' = 'follow'): Objective {
  const network = architectures[architecture]({ sizePx, channels: 3, random: random(1, 'weights') });
  const dimensions = Number(network.output.shape.at(-1));
  const draw = random(2, 'head');
  const data = Float32Array.from({ length: classes * dimensions }, () => 0.1 * draw.normal());
  const initial = { rows: classes, columns: dimensions, data };
  const head = linear({ dimensions, classes, logitScale: 1, initial, random: draw });
  return networkObjective({ network, head, loss: crossEntropy(), optimizer: sgd({ momentum: 0 }), batchNorm });
}

const block = await channelBlockSize(nodeRuntime);

/** Losses and the state after some steps on random pictures. */
async function learned(objective: Objective, steps: number, { learningRate = 0.01, runtime = nodeRuntime } = {}) {
  const draw = random(3, 'pictures');
  const pixels = Float32Array.from({ length: batch * 3 * sizePx * sizePx }, () => draw.normal());
  const pool = {
    images: floatTensor(pixels, [batch, 3, sizePx, sizePx]),
    labels: indexTensor(Array.from({ length: batch }, (_, i) => i % classes)),
  };
  const sampler = () => Array.from({ length: batch }, (_, i) => i);
  const learner = await poolLearner(objective, { pool, batch, sampler }, runtime, { threads: 1 });
  const lesson = { before: 0, learningRates: Array.from({ length: steps }, () => learningRate), total: steps };
  const { losses, state } = await learner.learn(learner.initial, lesson);
  await learner.dispose();
  return { losses, state, model: learner.model };
}

describe('a step of a whole network in blocks', () => {
  it.skipIf(block === null).each(['small', 'efficientnet-lite0'] as const)(
    'of the architecture %s has the same losses with blocks and without (needs an ONNX Runtime that convolves in blocks)',
    async (name) => {
      // Statistics of few pixels amplify the last digits: only the loss before the first update is comparable.
      for (const [batchNorm, steps] of [
        ['frozen', 3],
        ['follow', 1],
      ] as const) {
        const objective = objectiveFor(name, batchNorm);
        const inBlocks = await learned({ ...objective, block }, steps, { learningRate: 1e-4 });
        const plain = await learned({ ...objective, block: null }, steps, { learningRate: 1e-4 });
        expect(plain.losses).toHaveLength(steps);
        for (const [i, loss] of plain.losses.entries()) {
          expect(Math.abs(inBlocks.losses[i] / loss - 1)).toBeLessThan(1e-5);
        }
      }
    },
  );

  it('asks its runtime for blocks, and gives the same graph and bytes each time', async () => {
    const objective = objectiveFor('efficientnet-lite0');
    const [first, second] = [await learned(objective, 2), await learned({ ...objective, block }, 2)];
    expect(await sha256(first.model)).toBe(await sha256(second.model));
    expect(await sha256OfTensors(first.state)).toBe(await sha256OfTensors(second.state));
  });

  it('goes without where the runtime refuses to show them', async () => {
    const objective = objectiveFor('efficientnet-lite0');
    const probe = await sha256(blockProbe());
    const refusing: Runtime = {
      async load(model, options) {
        if ((await sha256(model)) === probe) throw new Error('no such operator');
        return nodeRuntime.load(model, options);
      },
    };
    const [refused, plain] = [
      await learned(objective, 1, { runtime: refusing }),
      await learned({ ...objective, block: null }, 1),
    ];
    expect(await sha256(refused.model)).toBe(await sha256(plain.model));
  });
});
