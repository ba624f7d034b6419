import { describe, expect, it } from 'vitest';
import { add, mul, sum } from '../../src/graph/ops.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import type { Objective } from '../../src/steps/objective.ts';
import { adamW } from '../../src/steps/optimizers/adam-w.ts';
import { optimizers } from '../../src/steps/optimizers/catalogue.ts';
import { lamb } from '../../src/steps/optimizers/lamb.ts';
import { lion } from '../../src/steps/optimizers/lion.ts';
import type { Optimizer } from '../../src/steps/optimizers/optimizer.ts';
import { sgd } from '../../src/steps/optimizers/sgd.ts';
import type { State } from '../../src/steps/state.ts';
import { poolLearner } from '../../src/train/batches/pool-learner.ts';
import golden from '../golden/engine.json' with { type: 'json' };

type Given = { weights: readonly number[]; bias: readonly number[] };
type Gradients = { weightsGradient: readonly number[]; biasGradient: readonly number[] };

/** Updates a weight [2, 3] and a bias [3] by given gradients: the loss is their inner product with the parameters. */
async function updates(optimizer: Optimizer, given: Given, steps: readonly Gradients[], learningRate: number) {
  const objective: Objective = {
    parameters: [
      { name: 'weights', shape: [2, 3], initial: Float32Array.from(given.weights), decay: true },
      { name: 'bias', shape: [3], initial: Float32Array.from(given.bias), decay: false },
    ],
    optimizer,
    loss: ({ weights, bias }, batch) => add(sum(mul(weights, batch.weights)), sum(mul(bias, batch.bias))),
  };
  const pool = {
    weights: floatTensor(Float32Array.from(steps.flatMap((step) => step.weightsGradient)), [steps.length, 2, 3]),
    bias: floatTensor(Float32Array.from(steps.flatMap((step) => step.biasGradient)), [steps.length, 3]),
  };
  const learner = await poolLearner(objective, { pool, batch: 1, sampler: (step) => [step] }, nodeRuntime);
  const states: State[] = [];
  for (let before = 0; before < steps.length; before++) {
    const state = states.at(-1) ?? learner.initial;
    states.push((await learner.learn(state, { learningRates: [learningRate], before, total: steps.length })).state);
  }
  await learner.dispose();
  return states.map((state) => ({ weights: [...floats(state.weights)], bias: [...floats(state.bias)] }));
}

describe("updates from given gradients are PyTorch's within 1e-6", () => {
  it.each([
    ['adamW', adamW({ weightDecay: 0.1 }), golden.optimizers.adamW, 0.01],
    ['sgd', sgd(), golden.optimizers.sgd, 0.1],
    ['sgd with momentum', sgd({ momentum: 0.9 }), golden.optimizers.momentum, 0.1],
    ['sgd with Nesterov momentum', sgd({ momentum: 0.9, nesterov: true }), golden.optimizers.nesterov, 0.1],
  ])('%s', async (_, optimizer, expected, learningRate) => {
    const ours = await updates(optimizer, expected, expected.steps, learningRate);
    ours.forEach(({ weights, bias }, step) => {
      const theirs = [...expected.steps[step].weights, ...expected.steps[step].bias];
      [...weights, ...bias].forEach((value, i) => {
        expect(Math.abs(value - theirs[i])).toBeLessThan(1e-6);
      });
    });
  });
});

describe.each(Object.entries(optimizers))('%s', (_, optimizer) => {
  const given = { weights: [1, -2, 3, -4, 5, -6], bias: [1, -1, 2] };
  const still = { weightsGradient: [0, 0, 0, 0, 0, 0], biasGradient: [0, 0, 0] };

  it('moves against the gradient', async () => {
    const steps = [{ weightsGradient: [1, 1, 1, -1, -1, -1], biasGradient: [1, -1, 1] }];
    const [after] = await updates(optimizer({ weightDecay: 0 }), given, steps, 0.01);
    [...after.weights, ...after.bias].forEach((value, i) => {
      const before = [...given.weights, ...given.bias][i];
      const gradient = [...steps[0].weightsGradient, ...steps[0].biasGradient][i];
      expect(Math.sign(value - before)).toBe(-Math.sign(gradient));
    });
  });

  it('leaves a parameter without gradient where it is, but for weight decay, which spares biases', async () => {
    const [after] = await updates(optimizer({ weightDecay: 0.5 }), given, [still], 0.1);
    expect(after.bias).toEqual(given.bias);
    const shrunk = after.weights[0] / given.weights[0];
    expect(shrunk).toBeGreaterThan(0.5);
    expect(shrunk).toBeLessThan(0.99);
    after.weights.forEach((value, i) => {
      expect(value).toBeCloseTo(given.weights[i] * shrunk, 5);
    });
  });
});

describe('from given gradients, updates are what the algorithm says in float64', () => {
  type Naive = (x: number[], gradients: readonly number[], memory: number[][], t: number, decay: number) => number[];

  /** You et al. 2020, algorithm 2. */
  const naiveLamb: Naive = (x, gradients, [m, v], t, decay) => {
    const u = x.map((value, i) => {
      m[i] = 0.9 * m[i] + 0.1 * gradients[i];
      v[i] = 0.999 * v[i] + 0.001 * gradients[i] ** 2;
      const r = m[i] / (1 - 0.9 ** t) / (Math.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-6);
      return r + decay * value;
    });
    const trust = Math.hypot(...x) > 0 && Math.hypot(...u) > 0 ? Math.hypot(...x) / Math.hypot(...u) : 1;
    return x.map((value, i) => value - 0.01 * trust * u[i]);
  };

  /** Chen et al. 2023, algorithm 2. */
  const naiveLion: Naive = (x, gradients, [m], _, decay) =>
    x.map((value, i) => {
      const c = Math.sign(0.9 * m[i] + 0.1 * gradients[i]);
      m[i] = 0.99 * m[i] + 0.01 * gradients[i];
      return value - 0.01 * (c + decay * value);
    });

  it.each<[string, Optimizer, Naive]>([
    ['lamb', lamb({ weightDecay: 0.1 }), naiveLamb],
    ['lion', lion({ weightDecay: 0.1 }), naiveLion],
  ])('%s', async (_, optimizer, naive) => {
    const { weights, bias, steps } = golden.optimizers.adamW;
    for (const begin of [
      { weights, bias },
      { weights: weights.map(() => 0), bias },
    ]) {
      const ours = await updates(optimizer, begin, steps, 0.01);
      let [w, b] = [begin.weights, begin.bias];
      const [ofW, ofB] = [w, b].map((x) => [x.map(() => 0), x.map(() => 0)]);
      steps.forEach(({ weightsGradient, biasGradient }, step) => {
        w = naive(w, weightsGradient, ofW, step + 1, 0.1);
        b = naive(b, biasGradient, ofB, step + 1, 0);
        [...ours[step].weights, ...ours[step].bias].forEach((value, i) => {
          expect(Math.abs(value - [...w, ...b][i])).toBeLessThan(1e-6);
        });
      });
    }
  });
});
