import { classPortions } from './class-portions.ts';
import { filled } from './filled.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';

/** Options of mPerClass. */
export type MPerClassOptions = SamplerOptions & {
  /**
   * Samples of each class in a batch, m: 2 or more where positives are wanted. Many leave few classes to tell apart, few
   * leave little choice of positives.
   */
  readonly perClass?: number;
};

/**
 * m samples of each of batch / m classes, classes in shuffled passes. No sample comes twice in a batch: a smaller class gives
 * what it has, and further classes fill the batch. With fewer classes than batch / m each gives more than m; only a data set
 * smaller than the batch repeats. (PyTorch Metric Learning's MPerClassSampler.)
 */
export function mPerClass({ labels, batch, seed, perClass = 4 }: MPerClassOptions): Sampler {
  const portions = classPortions({ labels, perClass, size: batch, seed, purpose: 'm per class' });
  return (step) => filled(batch, portions(step));
}
