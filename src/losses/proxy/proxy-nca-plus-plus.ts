import type { ClassLoss } from '../loss.ts';
import { cosineSoftmax } from './cosine-softmax.ts';

/** Options of proxyNcaPlusPlus. */
export type ProxyNcaPlusPlusOptions = {
  /**
   * What squared distances of unit vectors, 0..4, are divided by, above 0. A smaller one tells near classes apart more
   * sharply, a larger one spreads the pull over all. The paper's best is 1/9.
   */
  readonly temperature?: number;
};

/**
 * ProxyNCA++ (Teh, DeVries and Taylor 2020), the probability of the own proxy among all:
 * - mean_i log (e^(-d(x_i, p_yi) / T) / sum_c e^(-d(x_i, p_c) / T)), with d = |x / |x| - p / |p||^2. Never negative.
 */
export function proxyNcaPlusPlus({ temperature = 1 / 9 }: ProxyNcaPlusPlusOptions = {}): ClassLoss {
  // d = 2 - 2 cos, and the softmax does not see the 2.
  return cosineSoftmax({ scale: 2 / temperature });
}
