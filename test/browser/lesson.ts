import type * as Discern from '../../src/index.ts';

const [samples, sizePx, classes] = [24, 16, 3];

/**
 * Trains a small convolutional network on made-up pictures, all of them in every step, and gives the loss of each: the
 * same work wherever it is done.
 */
export async function lesson(discern: typeof Discern, runtime: Discern.Runtime): Promise<number[]> {
  const { architectures, forwardByBatch, graph, losses, random, schedules, train, trainable } = discern;
  const network = architectures.small({ sizePx, channels: 1, random: random(1, 'network') });
  const { parameters, statistics } = trainable(network);
  const features = Number(network.output.shape[1]);
  const labels = Int32Array.from({ length: samples }, (_, i) => i % classes);
  const { history } = await train(
    {
      parameters: { ...parameters, classes: { shape: [features, classes], initial: ({ normal }) => 0.1 * normal() } },
      statistics,
      loss: (weights, batch) => {
        const { output, statistics } = forwardByBatch(network, weights, batch.images);
        const logits = graph.matMul(output, weights.classes);
        return { loss: losses.crossEntropy().value({ logits, labels: batch.labels }), statistics };
      },
      data: { images: pictures(discern, labels), labels },
      learningRate: 1e-3,
      schedule: schedules.constant,
      epochs: 6,
      batch: samples,
    },
    { runtime },
  );
  return history.map(({ loss }) => loss);
}

/** Noise with stripes: lying, standing, or none. */
function pictures({ random }: typeof Discern, labels: Int32Array): Discern.Tensor {
  const { normal } = random(1, 'pictures');
  const stripes = [(y: number) => y, (_: number, x: number) => x, () => 0];
  const data = Float32Array.from({ length: labels.length * sizePx ** 2 }, (_, i) => {
    const [y, x] = [Math.floor(i / sizePx) % sizePx, i % sizePx];
    return normal() + 2 * (stripes[labels[Math.floor(i / sizePx ** 2)]](y, x) % 2);
  });
  return { type: 'float32', shape: [labels.length, 1, sizePx, sizePx], data };
}
