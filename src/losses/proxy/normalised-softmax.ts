import type { ClassLoss } from '../loss.ts';
import { cosineSoftmax } from './cosine-softmax.ts';

/** Options of normalisedSoftmax. */
export type NormalisedSoftmaxOptions = {
  /**
   * What cosines are divided by, above 0: 0.05 to 0.1. A smaller one tells near classes apart more sharply and overfits
   * sooner; a larger one never lets a class be certain, and everything pulls on everything. 0.09 was the best found by
   * search in a fair comparison (Musgrave et al. 2020).
   */
  readonly temperature?: number;
  /** Share of certainty given to all classes alike, 0..1: 0.1 keeps wrong labels from pulling too hard; 0, none. */
  readonly labelSmoothing?: number;
};

/**
 * Normalised softmax (Wang et al. 2017; Zhai and Wu 2019), also the limit of proxy losses:
 * - mean_i log (e^(cos(x_i, p_yi) / T) / sum_c e^(cos(x_i, p_c) / T)), optionally with label smoothing. Never negative.
 */
export function normalisedSoftmax({
  temperature = 0.09,
  labelSmoothing = 0,
}: NormalisedSoftmaxOptions = {}): ClassLoss {
  return cosineSoftmax({ scale: 1 / temperature, labelSmoothing });
}
