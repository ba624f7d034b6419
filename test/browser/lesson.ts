import type * as Discern from '../../src/index.ts';

const [steps, batch, samples, dimensions, hidden, classes] = [20, 16, 64, 12, 24, 3];

/** Trains a small network on made-up pictures and gives the loss of every step: the same work wherever it is done. */
export async function lesson(discern: typeof Discern, runtime: Discern.Runtime): Promise<number[]> {
  const { graph, losses, optimizers, poolLearner, random } = discern;
  const { normal } = random(1, 'lesson');
  const drawn = (count: number, deviation: number) => new Float32Array(count).map(() => deviation * normal());
  const parameter = (name: string, shape: number[], deviation: number) => ({
    name,
    shape,
    initial: drawn(
      shape.reduce((a, b) => a * b),
      deviation,
    ),
    decay: true,
  });
  const labels = BigInt64Array.from({ length: samples }, (_, i) => BigInt(i % classes));
  const x = drawn(samples * dimensions, 1).map((value, i) => value + Number(labels[Math.floor(i / dimensions)]));
  const learner = await poolLearner(
    {
      parameters: [parameter('first', [dimensions, hidden], 0.3), parameter('second', [hidden, classes], 0.2)],
      optimizer: optimizers.adamW(),
      loss: ({ first, second }, batch) =>
        losses.crossEntropy().value({
          logits: graph.matMul(graph.relu(graph.matMul(batch.x, first)), second),
          labels: batch.labels,
        }),
    },
    {
      pool: {
        x: { type: 'float32', shape: [samples, dimensions], data: x },
        labels: { type: 'int64', shape: [samples], data: labels },
      },
      batch,
      sampler: (step) => Array.from({ length: batch }, (_, i) => (step * batch + i) % samples),
    },
    runtime,
  );
  const rates = Array.from({ length: steps }, () => 0.01);
  const taught = await learner.learn(learner.initial, { rates, before: 0, total: steps });
  await learner.dispose();
  return [...taught.losses];
}
