import { classPortions } from './class-portions.ts';
import { filled } from './filled.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';

/** Options of mPerClass. */
export type MPerClassOptions = SamplerOptions & {
  /** Samples per class in a batch, m; 2 or more to have positives. More give more positives, but fewer classes. */
  readonly perClass?: number;
};

/**
 * m samples of each of batch / m classes, with the classes in shuffled passes. No sample comes twice in a batch: a
 * class with fewer samples gives all of them, and further classes fill the batch. With fewer than batch / m classes,
 * each gives more than m. Only a data set smaller than the batch repeats. (MPerClassSampler of
 * pytorch-metric-learning.)
 */
export function mPerClass({ labels, batch, seed, perClass = 4 }: MPerClassOptions): Sampler {
  const portions = classPortions({ labels, perClass, size: batch, seed, purpose: 'm per class' });
  return (step) => filled(batch, portions(step));
}
