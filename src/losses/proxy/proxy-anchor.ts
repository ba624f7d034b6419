import { add, cast, div, max, mean, mul, not, sub, sum, transpose } from '../../graph/ops.ts';
import { sizes } from '../../graph/value.ts';
import type { ClassLoss } from '../loss.ts';
import { cosines } from './cosines.ts';
import { logOnePlusSum } from './log-one-plus-sum.ts';
import { isOwnClass } from './own-class.ts';
import { proxies } from './proxies.ts';

/** Options of proxyAnchor. */
export type ProxyAnchorOptions = {
  /**
   * Multiplies cosines, above 0. Large learns only from the hardest samples; small, from all alike. The paper's best is
   * 32.
   */
  readonly alpha?: number;
  /**
   * Cosine margin, 0..1: a proxy's own samples should have a cosine above it, all others one below minus it. Too much
   * can never be reached; 0 stops as soon as the sign is right. The paper's is 0.1.
   */
  readonly margin?: number;
};

/**
 * Proxy anchor (Kim et al. 2020), for small batches: each proxy p, [C, D], is compared with the whole batch, hard
 * samples first:
 *   mean_(p in the batch) log(1 + sum_(x of p) e^(-a (cos(x, p) - m)))
 *     + mean_p log(1 + sum_(x not of p) e^(a (cos(x, p) + m)))
 * The first mean is over proxies whose class is in the batch; every proxy learns from each batch. Never negative.
 */
export function proxyAnchor({ alpha = 32, margin = 0.1 }: ProxyAnchorOptions = {}): ClassLoss {
  return {
    needs: 'labels',
    parameters: (size) => [proxies(size)],
    value: ({ embeddings, labels, weights }) => {
      const similarities = cosines(weights.proxies, embeddings); // [C, B]
      const isOwn = transpose(isOwnClass(labels, sizes(similarities.shape)[0]));
      const pull = logOnePlusSum(mul(sub(margin, similarities), alpha), isOwn);
      const push = logOnePlusSum(mul(add(similarities, margin), alpha), not(isOwn));
      const inBatch = sum(max(cast(isOwn, similarities.type), -1));
      return add(div(sum(pull), inBatch), mean(push));
    },
  };
}
