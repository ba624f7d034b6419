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
    },
    runtime,
  );
  const order = Array.from({ length: steps }, (_, step) =>
    Array.from({ length: batch }, (_, i) => (step * batch + i) % samples),
  );
  const taught = await learner.learn(learner.initial, { order, rates: order.map(() => 0.01), before: 0 });
  await learner.dispose();
  return [...taught.losses];
}
