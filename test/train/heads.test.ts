import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matrix, normaliseRows, row } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { Graph } from '../../src/graph/graph.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import { crossEntropy } from '../../src/losses/cross-entropy.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor, indexTensor } from '../../src/runtime/tensors.ts';
import type { Objective } from '../../src/steps/objective.ts';
import { sgd } from '../../src/steps/optimizers/sgd.ts';
import { initialNumbers } from '../../src/steps/parameter.ts';
import { poolLearner } from '../../src/train/batches/pool-learner.ts';
import { heads } from '../../src/train/heads/catalogue.ts';
import golden from '../golden/engine.json' with { type: 'json' };
import { directionalError } from '../graph/directional.ts';

const names = Object.keys(heads) as (keyof typeof heads)[];

function head(name: keyof typeof heads, initial: readonly number[] | null = null) {
  const rows = initial && matrix(3, 6, Float32Array.from(initial));
  return heads[name]({ dimensions: 6, classes: 3, logitScale: 8, initial: rows, random: random(0, 'head') });
}

describe.each(names)('the head %s', (name) => {
  it('computes in the graph what its finished form gives', async () => {
    const made = head(
      name,
      Array.from({ length: 18 }, (_, i) => Math.sin(i)),
    );
    const features = Float32Array.from({ length: 12 }, (_, i) => Math.cos(i));
    const g = new Graph();
    const parameters = made.parameters.map((each) => [
      each.name,
      g.constant(initialNumbers(each), { shape: each.shape }),
    ]);
    const logits = made.logits(g.input('x', 'float32', [2, 6]), Object.fromEntries(parameters));
    const session = await nodeRuntime.load(toOnnx({ logits }));
    const results = await session.run({ x: floatTensor(features, [2, 6]) });
    await session.dispose();
    const finished = made.finished(
      Object.fromEntries(made.parameters.map((each) => [each.name, initialNumbers(each)])),
    );
    const x = name === 'cosine' ? normaliseRows(matrix(2, 6, features)) : matrix(2, 6, features);
    floats(results.logits).forEach((logit, i) => {
      const [b, c] = [Math.floor(i / 3), i % 3];
      const product = row(x, b).reduce((sum, value, d) => sum + value * row(finished.weights, c)[d], 0);
      expect(logit).toBeCloseTo(finished.logitScale * product + finished.bias[c], 4);
    });
  });

  it('has the gradients that directional differences show, for parameters and features', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const { parameters, logits } = head(name);
        const shapes = [[4, 6], ...parameters.map(({ shape }) => shape)];
        const inputs = shapes.map((shape) => ({ shape, domain: 'any' as const }));
        const call: Parameters<typeof directionalError>[0]['call'] = ([x, ...values]) =>
          logits(x, Object.fromEntries(parameters.map((parameter, i) => [parameter.name, values[i]])));
        expect(await directionalError({ inputs, call }, seed)).toBeLessThan(1e-6);
      }),
      { numRuns: 8 },
    );
  });

  it('learns in 20 steps of SGD what it learns in PyTorch, within 1e-3', async () => {
    const expected = golden.heads[name];
    const made = head(name, expected.initial);
    const loss = crossEntropy({ labelSmoothing: 0.1 });
    const objective: Objective = {
      // A head normalises its initial rows; here it starts from PyTorch's.
      parameters: made.parameters.map((each) =>
        each.name === 'weights' ? { ...each, initial: Float32Array.from(expected.initial) } : each,
      ),
      optimizer: sgd({ momentum: 0.9, nesterov: true }),
      loss: (parameters, { features, labels }) => loss.value({ logits: made.logits(features, parameters), labels }),
    };
    const pool = {
      features: floatTensor(Float32Array.from(expected.features), [24, 6]),
      labels: indexTensor(expected.labels),
    };
    const sampler = (step: number) => Array.from({ length: 8 }, (_, i) => (step * 8 + i) % 24);
    const learner = await poolLearner(objective, { pool, batch: 8, sampler }, nodeRuntime);
    const learningRates = Array.from({ length: 20 }, () => 0.05);
    const { state, losses } = await learner.learn(learner.initial, { learningRates, before: 0, total: 20 });
    await learner.dispose();
    losses.forEach((value, i) => {
      expect(Math.abs(value / expected.losses[i] - 1)).toBeLessThan(1e-3);
    });
    expect(losses[19]).toBeLessThan(0.7 * losses[0]);
    floats(state.weights).forEach((value, i) => {
      expect(Math.abs(value - expected.weights[i])).toBeLessThan(1e-3 * Math.max(1, Math.abs(expected.weights[i])));
    });
  });
});
