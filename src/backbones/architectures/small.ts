import { mean, relu } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import { type Architecture, architecture } from './architecture.ts';

/** Options of small. */
export type SmallOptions = {
  /**
   * Filters of the stages; each stage after the first halves height and width. More filters can learn more, at a cost
   * that grows with their square.
   */
  readonly widths?: readonly number[];
};

/**
 * A small convolutional network for pictures of 28 to 64 px that trains in minutes on two cores. Each stage has 3 x 3
 * convolutions with batch normalisation and ReLU; the first of a stage has stride 2. The features are the mean over
 * space.
 */
export function small({ widths = [32, 64, 128] }: SmallOptions = {}): Architecture {
  return architecture((images, { conv, batchNorm }) => {
    const block = (x: Value, name: string, filters: number, stride: number) =>
      relu(batchNorm(conv(x, `${name}.conv`, { filters, size: 3, stride }), `${name}.bn`));
    const features = widths.reduce((x, filters, i) => {
      if (i === 0) return block(x, 'stem', filters, 1);
      return block(block(x, `stages.${i}.0`, filters, 2), `stages.${i}.1`, filters, 1);
    }, images);
    return mean(features, [2, 3]);
  });
}
