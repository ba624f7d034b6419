import type { ClassLoss } from '../loss.ts';
import { cosineSoftmax } from './cosine-softmax.ts';

/** Options of proxyNcaPlusPlus. */
export type ProxyNcaPlusPlusOptions = {
  /**
   * Divides squared distances of unit vectors, 0..4; above 0. Smaller separates near classes better and overfits
   * sooner; larger pulls all alike. The paper's best is 1/9.
   */
  readonly temperature?: number;
};

/**
 * ProxyNCA++ (Teh, DeVries and Taylor 2020): normalised softmax with a smaller temperature. The probability of the own
 * proxy among all, p [C, D]:
 *   -mean_i log (e^(-d(x_i, p_yi) / T) / sum_c e^(-d(x_i, p_c) / T)), with d = |x / |x| - p / |p||^2
 * Never negative.
 */
export function proxyNcaPlusPlus({ temperature = 1 / 9 }: ProxyNcaPlusPlusOptions = {}): ClassLoss {
  // d = 2 - 2 cos, and the softmax does not see the 2.
  return cosineSoftmax({ scale: 2 / temperature });
}
