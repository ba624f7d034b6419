import { describe, expect, it } from 'vitest';
import { matrix, normaliseRows } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { heads } from '../../src/train/heads/catalogue.ts';
import { type HeadTask, trainHead } from '../../src/train/train-head.ts';

/** Samples around one random centre per class, `spread` wide. */
function clouds(count: number, { spread = 0.5, classes = 5, seed = 0 } = {}) {
  const centres = Array.from({ length: classes * 16 }, random(0, 'centres').normal);
  const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
  const noise = random(seed, 'noise');
  const at = (i: number) => centres[labels[Math.floor(i / 16)] * 16 + (i % 16)] + spread * noise.normal();
  return {
    features: matrix(
      count,
      16,
      Float32Array.from({ length: count * 16 }, (_, i) => at(i)),
    ),
    labels,
  };
}

function task(changes: Partial<HeadTask> = {}): HeadTask {
  return {
    ...clouds(100),
    classes: 5,
    validation: clouds(60, { seed: 1 }),
    head: 'linear',
    labelSmoothing: 0.1,
    classWeights: null,
    learningRate: 0.05,
    weightDecay: 0.01,
    epochs: 10,
    batch: 16,
    logitScale: 16,
    ...changes,
  };
}

const tools = { runtime: nodeRuntime, seed: 0, threads: 1 };
const names = Object.keys(heads) as (keyof typeof heads)[];

describe.each(names)('trainHead, %s', (head) => {
  it('learns to separate clouds', async () => {
    const learned = await trainHead(task({ head }), tools);
    expect(learned.validationAccuracy).toBeGreaterThan(0.95);
    expect(learned.history.at(-1)?.loss).toBeLessThan(learned.history[0].loss);
    expect([learned.weights.rows, learned.weights.columns, learned.bias.length]).toEqual([5, 16, 5]);
  });

  it('gives the same bytes for the same seed, others for another', async () => {
    const [a, b, c] = [
      await trainHead(task({ head }), tools),
      await trainHead(task({ head }), tools),
      await trainHead(task({ head }), { ...tools, seed: 1 }),
    ];
    expect(b).toEqual(a);
    expect(c.weights).not.toEqual(a.weights);
  });

  it('takes fewer samples than a batch, and no validation', async () => {
    const few = await trainHead(task({ ...clouds(7), head, validation: null }), tools);
    expect([few.validationLoss, few.epochs, few.bestEpoch]).toEqual([null, 10, 10]);
    expect(few.weights.data.every(Number.isFinite)).toBe(true);
  });
});

describe('trainHead', () => {
  it('validates as its history says, and gives the weights of the best epoch', async () => {
    const noisy = { ...clouds(40, { spread: 4 }), validation: clouds(60, { spread: 4, seed: 1 }) };
    const learned = await trainHead(task({ ...noisy, learningRate: 0.3, epochs: 12, patience: 3 }), tools);
    const losses = learned.history.map(({ validation }) => validation?.loss ?? Number.NaN);
    expect(learned.validationLoss).toBe(Math.min(...losses));
    expect(losses[learned.bestEpoch - 1]).toBe(learned.validationLoss);
    expect(learned.epochs).toBe(Math.min(12, learned.bestEpoch + 3));
    const tempered = [0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4].map((temperature) =>
      negativeLogLikelihood(learned, noisy.validation, temperature),
    );
    expect(learned.validationLoss).toBeCloseTo(Math.min(...tempered), 4);
  });

  it('gives unit rows for the cosine head, starting at given rows', async () => {
    const initial = matrix(
      5,
      16,
      Float32Array.from({ length: 80 }, (_, i) => Math.sin(i)),
    );
    const { weights } = await trainHead(task({ head: 'cosine', initial, learningRate: 0 }), tools);
    weights.data.forEach((value, i) => {
      expect(value).toBeCloseTo(normaliseRows(initial).data[i], 6);
    });
  });

  it('serves a rare class more when its weight is larger', async () => {
    const { features, labels } = clouds(100, { spread: 3, classes: 2 });
    const rare = labels.map((label, i) => (i < 12 ? label : 0));
    const shifted = {
      features: matrix(
        100,
        16,
        features.data.map((value, i) => (rare[Math.floor(i / 16)] ? value + 0.2 : value)),
      ),
      labels: rare,
    };
    const lean = async (classWeights: Float32Array | null) =>
      (await trainHead(task({ ...shifted, classes: 2, validation: null, classWeights }), tools)).bias;
    const [even, weighted] = [await lean(null), await lean(Float32Array.of(1, 10))];
    expect(weighted[1] - weighted[0]).toBeGreaterThan(even[1] - even[0]);
  });

  it('takes as many steps as its limit on operations allows, at least one', async () => {
    const oneStep = 5 * 16 * (4 * 16 + 100);
    const [some, one] = [
      await trainHead(task({ work: 15 * oneStep }), tools),
      await trainHead(task({ work: 1 }), tools),
    ];
    expect(some.epochs).toBe(2);
    expect(one.epochs).toBe(1);
  });

  it('stops when aborted, before the first step', async () => {
    const work = trainHead(task(), { ...tools, signal: AbortSignal.abort() });
    await expect(work).rejects.toMatchObject({ code: 'interrupted' });
  });

  it.each([
    ['one class', { classes: 1 }],
    ['no samples', { ...clouds(0) }],
  ])('refuses %s', async (_, changes) => {
    await expect(trainHead(task(changes), tools)).rejects.toMatchObject({ code: 'too-few' });
  });
});

function negativeLogLikelihood(
  { weights, bias }: { weights: { data: Float32Array }; bias: Float32Array },
  { features, labels }: ReturnType<typeof clouds>,
  temperature: number,
): number {
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    const logits = [...bias].map((b, c) => {
      let sum = b;
      for (let d = 0; d < 16; d++) sum += weights.data[c * 16 + d] * features.data[i * 16 + d];
      return sum / temperature;
    });
    total += Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0)) - logits[labels[i]];
  }
  return total / labels.length;
}
