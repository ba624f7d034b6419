import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { add, gather, matMul, mean, mul, relu, reshape, square, sub, sum } from '../../src/graph/ops.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import type { Objective } from '../../src/steps/objective.ts';
import { adamW } from '../../src/steps/optimizers/adam-w.ts';
import { sgd } from '../../src/steps/optimizers/sgd.ts';
import type { State } from '../../src/steps/state.ts';
import { poolLearner } from '../../src/train/batches/pool-learner.ts';
import type { StepResults } from '../../src/train/loop/learner.ts';

const draw = random(0, 'step');
const x = floatTensor(
  Float32Array.from({ length: 72 }, () => draw.normal()),
  [24, 3],
);
const y = floatTensor(
  Float32Array.from({ length: 24 }, () => draw.normal()),
  [24, 1],
);

/** A network of two layers, with a penalty that is computed from weights alone. */
function objective(changes: Partial<Objective> = {}): Objective {
  const parameter = (name: string, shape: number[]) => {
    const numbers = random(0, name);
    const count = shape.reduce((a, b) => a * b, 1);
    return { name, shape, initial: Float32Array.from({ length: count }, () => numbers.normal()), decay: true };
  };
  return {
    parameters: [parameter('first', [3, 4]), parameter('second', [4, 1])],
    optimizer: sgd({ momentum: 0.9 }),
    loss: ({ first, second }, batch) => {
      const error = mean(square(sub(matMul(relu(matMul(batch.x, first)), second), batch.y)));
      return { loss: add(error, mul(sum(square(first)), 0.01)), reports: { error } };
    },
    ...changes,
  };
}

/** Some steps over batches of 12, in order, in one call. */
async function trained(changes: Partial<Objective>, { steps = 6, learningRate = 0.05, before = 0 } = {}) {
  const sampler = (step: number) => Array.from({ length: 12 }, (_, i) => (step * 12 + i) % 24);
  const learner = await poolLearner(objective(changes), { pool: { x, y }, batch: 12, sampler }, nodeRuntime, {
    threads: 1,
  });
  const learningRates = Array.from({ length: steps }, () => learningRate);
  const learned = await learner.learn(learner.initial, { before, learningRates, total: steps });
  await learner.dispose();
  return { ...learned, initial: learner.initial, weights: learner.weights(learned.state) };
}

function numbers(state: State): number[] {
  return Object.keys(state)
    .sort()
    .flatMap((name) => [...floats(state[name])]);
}

function largestDifference(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - b[i])));
}

describe('gradient accumulation', () => {
  it.each([2, 3, 12])('in %i parts is the undivided batch within rounding, reports too', async (accumulationSteps) => {
    const whole = await trained({});
    const divided = await trained({ accumulationSteps });
    expect(largestDifference(numbers(divided.state), numbers(whole.state))).toBeLessThan(1e-5);
    expect(largestDifference([...divided.losses], [...whole.losses])).toBeLessThan(1e-5);
    expect(largestDifference([...divided.reports.error], [...whole.reports.error])).toBeLessThan(1e-5);
  });

  it('refuses parts of unequal size', async () => {
    await expect(trained({ accumulationSteps: 5 })).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('statistics', () => {
  /** m <- 0.9 m + 0.1 mean(x), as of batch normalisation; and the loss depends on it. */
  const running: Partial<Objective> = {
    statistics: [
      { name: 'm', shape: [3], initial: Float32Array.of(1, 2, 3) },
      { name: 'untouched', shape: [2], initial: Float32Array.of(4, 5) },
    ],
    loss: ({ first, second, m }, batch) => {
      const centred = sub(batch.x, m);
      const loss = mean(square(sub(matMul(relu(matMul(centred, first)), second), batch.y)));
      return { loss, statistics: { m: add(mul(m, 0.9), mul(mean(batch.x, 0), 0.1)) } };
    },
  };

  function naive(batches: readonly (readonly number[])[]): number[] {
    let m = [1, 2, 3];
    for (const rows of batches) {
      const means = m.map((_, d) => rows.reduce((total, row) => total + floats(x)[row * 3 + d], 0) / rows.length);
      m = m.map((value, d) => 0.9 * value + 0.1 * means[d]);
    }
    return m;
  }

  const rows = (from: number, count: number) => Array.from({ length: count }, (_, i) => (from + i) % 24);

  it('follow the batches, step by step, and stay where the loss does not say more', async () => {
    const { state, weights } = await trained(running, { steps: 3 });
    const expected = naive([rows(0, 12), rows(12, 12), rows(0, 12)]);
    expect(largestDifference([...floats(state.m)], expected)).toBeLessThan(1e-5);
    expect([...floats(state.untouched)]).toEqual([4, 5]);
    expect(Object.keys(weights).sort()).toEqual(['first', 'm', 'second', 'untouched']);
  });

  it('go from part to part of a divided batch', async () => {
    const { state } = await trained({ ...running, accumulationSteps: 3 }, { steps: 2 });
    const expected = naive(Array.from({ length: 6 }, (_, part) => rows(part * 4, 4)));
    expect(largestDifference([...floats(state.m)], expected)).toBeLessThan(1e-5);
  });
});

describe('clipping', () => {
  it('makes of a long gradient one of the given length, in the same direction', async () => {
    const step = async (changes: Partial<Objective>) => {
      const { initial, state } = await trained({ optimizer: sgd(), ...changes }, { steps: 1, learningRate: 1 });
      const [before, after] = [numbers(initial), numbers(state)];
      return before.map((value, i) => value - after[i]);
    };
    const gradient = await step({});
    const length = Math.hypot(...gradient);
    const clipped = await step({ maxGradNorm: length / 2 });
    expect(Math.hypot(...clipped)).toBeCloseTo(length / 2, 4);
    expect(
      largestDifference(
        clipped,
        gradient.map((value) => value / 2),
      ),
    ).toBeLessThan(1e-4);
    expect(largestDifference(await step({ maxGradNorm: length * 2 }), gradient)).toBeLessThan(1e-6);
  });
});

describe('averages of weights', () => {
  it('follow the weights as their definition says, and are what is given', async () => {
    const emaDecay = 0.8;
    const steps: StepResults[] = [];
    for (let count = 1; count <= 6; count++) steps.push(await trained({ emaDecay }, { steps: count }));
    const { initial, weights } = await trained({ emaDecay });
    let expected = [...floats(initial.first)];
    steps.forEach(({ state }, step) => {
      const d = Math.min(emaDecay, (2 + step) / (11 + step));
      expected = expected.map((value, i) => d * value + (1 - d) * floats(state.first)[i]);
    });
    expect(largestDifference([...floats(weights.first)], expected)).toBeLessThan(1e-5);
    expect(floats(weights.first)).not.toEqual(floats(steps[5].state.first));
  });

  it('change nothing of the weights themselves', async () => {
    const [plain, averaged] = [await trained({}), await trained({ emaDecay: 0.9 })];
    expect(averaged.state.first).toEqual(plain.state.first);
  });
});

describe('rate scales', () => {
  it('multiply the rate of a parameter, its decay included', async () => {
    const { parameters } = objective();
    const optimizer = adamW({ weightDecay: 0.1 });
    const scaled = parameters.map((each) => ({ ...each, lrScale: each.name === 'first' ? 0 : 0.5 }));
    const slow = await trained({ optimizer, parameters: scaled }, { steps: 1, learningRate: 0.1 });
    const even = await trained({ optimizer }, { steps: 1, learningRate: 0.05 });
    expect(slow.state.first).toEqual(slow.initial.first);
    expect(slow.state.second).toEqual(even.state.second);
  });
});

describe('prepare', () => {
  it('sees the whole batch, before it is divided', async () => {
    const prepare: Objective['prepare'] = (batch) => {
      const last = batch.x.graph.constant(
        Array.from({ length: 12 }, (_, i) => 11 - i),
        { type: 'int64' },
      );
      return { ...batch, x: gather(batch.x, last), y: reshape(gather(batch.y, last), [12, 1]) };
    };
    const [whole, divided] = [await trained({ prepare }), await trained({ prepare, accumulationSteps: 4 })];
    expect(largestDifference(numbers(divided.state), numbers(whole.state))).toBeLessThan(1e-5);
    expect(largestDifference(numbers(whole.state), numbers((await trained({})).state))).toBeLessThan(1e-5);
  });
});

describe('a step', () => {
  it('gives the same bytes however many are taken in one call', async () => {
    const sampler = (step: number) => Array.from({ length: 12 }, (_, i) => (step * 12 + i) % 24);
    const full = { emaDecay: 0.9, maxGradNorm: 1, accumulationSteps: 2, optimizer: adamW() };
    const learner = await poolLearner(objective(full), { pool: { x, y }, batch: 12, sampler }, nodeRuntime, {
      threads: 1,
    });
    let state = learner.initial;
    for (let before = 0; before < 6; before++) {
      state = (await learner.learn(state, { before, learningRates: [0.05], total: 6 })).state;
    }
    const once = await learner.learn(learner.initial, { before: 0, learningRates: Array(6).fill(0.05), total: 6 });
    await learner.dispose();
    expect(once.state).toEqual(state);
  });
});
