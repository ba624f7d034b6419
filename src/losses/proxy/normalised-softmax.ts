import type { ClassLoss } from '../loss.ts';
import { cosineSoftmax } from './cosine-softmax.ts';

/** Options of normalisedSoftmax. */
export type NormalisedSoftmaxOptions = {
  /**
   * Divides cosines, above 0, usually 0.05 to 0.1. Smaller separates near classes better and overfits sooner; larger
   * never lets a class become certain, and all pairs keep pulling. 0.09 was best in a fair comparison (Musgrave et al.
   * 2020).
   */
  readonly temperature?: number;
  /** Label smoothing, 0..1. 0.1 weakens wrong labels; 0 is none; more makes all classes alike. */
  readonly labelSmoothing?: number;
};

/**
 * Normalised softmax (Wang et al. 2017; Zhai and Wu 2019): the first class loss to try. With proxies p, [C, D], and
 * embeddings x, [B, D]:
 *   -mean_i log (e^(cos(x_i, p_yi) / T) / sum_c e^(cos(x_i, p_c) / T))
 * Label smoothing is optional. Never negative.
 */
export function normalisedSoftmax({
  temperature = 0.09,
  labelSmoothing = 0,
}: NormalisedSoftmaxOptions = {}): ClassLoss {
  return cosineSoftmax({ scale: 1 / temperature, labelSmoothing });
}
