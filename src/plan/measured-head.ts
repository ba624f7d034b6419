import { random } from '../base/random.ts';
import { type EmbeddingHead, embeddingHead } from '../train/heads/embedding-head.ts';
import type { MeasureTask } from './measure-speeds.ts';

/** The sizes that decide what a head costs. */
export type MeasuredSize = Pick<MeasureTask, 'network' | 'dimensions' | 'classes'>;

/**
 * A head whose steps are weighed and timed, and then thrown away. Its weights are even numbers, which cost nothing to
 * draw.
 */
export function measuredHead({ network, dimensions, classes }: MeasuredSize): EmbeddingHead {
  const features = network.card.dimensions;
  const head = embeddingHead({ features, dimensions, classes, logitScale: 1, random: random(0, 'measuring') });
  const parameters = head.parameters.map((parameter) => ({
    ...parameter,
    initial: () => evenNumbers(parameter.shape.reduce((product, size) => product * size, 1)),
  }));
  return { ...head, parameters };
}

/**
 * Numbers in -0.5..0.5 that are all different from their neighbours: steps on them take the time of steps on real ones.
 */
export function evenNumbers(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => ((i * 7919) % 1009) / 1009 - 0.5);
}
