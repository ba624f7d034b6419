import { add, cast, div, max, mean, mul, not, sub, sum, transpose } from '../../graph/ops.ts';
import { sizes } from '../../graph/value.ts';
import type { ClassLoss } from '../loss.ts';
import { cosines } from './cosines.ts';
import { logOnePlusSum } from './log-one-plus-sum.ts';
import { isOwnClass } from './own-class.ts';
import { proxies } from './proxies.ts';

/** Options of proxyAnchor. */
export type ProxyAnchorOptions = {
  /** What cosines are multiplied by: a larger one looks at the hardest samples only, a small one at all alike. The paper's best is 32. */
  readonly alpha?: number;
  /** Cosine: a proxy's own must be closer than this, all others as far on the other side of 0; 0..1. Too much asks more of others than they can give. The paper's is 0.1. */
  readonly margin?: number;
};

/**
 * Proxy anchor (Kim et al. 2020): each proxy p against the batch, hard samples first,
 * mean_(p in the batch) log(1 + sum_(x of p) e^(-a (cos(x, p) - m))) + mean_p log(1 + sum_(x not of p) e^(a (cos(x, p) + m))).
 * Never negative. Learns well from small batches too; every proxy learns from each.
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
