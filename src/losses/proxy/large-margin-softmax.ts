import { cast, euclideanLength, floor, less, mul, type Operand, sub, sum, transpose } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import { crossEntropy } from '../cross-entropy.ts';
import type { ClassLoss } from '../loss.ts';
import { cosines } from './cosines.ts';
import { withOwn } from './own-class.ts';
import { proxies } from './proxies.ts';

/** Options of largeMarginSoftmax. */
export type LargeMarginSoftmaxOptions = {
  /**
   * How many times narrower the angle of a class becomes: a whole number, 1 or more. Larger packs classes tighter and
   * is harder to train; 1 is softmax without bias. The paper's best are 3 and 4, close together. The default is 3,
   * because its gradient is largest where training begins, at right angles; 2 and 4 have none there and need a schedule
   * to start.
   */
  readonly margin?: number;
};

/**
 * Large-margin softmax (Liu et al. 2016), where the lengths of embeddings should count too. Softmax cross-entropy of
 * the logits |x_i| |p_c| cos(theta_ic), [B, C], but for the own class y
 *   |x_i| |p_y| psi(theta_iy), psi(theta) = (-1)^k cos(m theta) - 2 k for theta in [k pi / m, (k + 1) pi / m]
 * which falls monotonically. Embeddings and proxies are used as they are. Never negative.
 */
export function largeMarginSoftmax({ margin = 3 }: LargeMarginSoftmaxOptions = {}): ClassLoss {
  return {
    needs: 'labels',
    parameters: (size) => [proxies(size)],
    value: ({ embeddings, labels, weights }) => {
      const harder = withOwn(cosines(embeddings, weights.proxies), labels, (cosine) => psi(cosine, margin));
      const lengths = mul(euclideanLength(embeddings), transpose(euclideanLength(weights.proxies)));
      return crossEntropy().value({ logits: mul(lengths, harder), labels });
    },
  };
}

/** (-1)^k cos(m theta) - 2 k, of cos(theta), [B, 1]. */
function psi(cosine: Value, m: number): Value {
  const bounds = Array.from({ length: m }, (_, j) => Math.cos(((j + 1) * Math.PI) / m));
  const isBeyond = less(cosine, cosine.graph.constant(bounds, { shape: [1, m], type: cosine.type }));
  const k = sum(cast(isBeyond, cosine.type), -1, { keep: true });
  const isOdd = sub(k, mul(floor(mul(k, 0.5)), 2));
  return sub(mul(sub(1, mul(isOdd, 2)), ofMultipleAngle(cosine, m)), mul(k, 2));
}

/** cos(m theta) of cos(theta): T_m = 2 c T_(m - 1) - T_(m - 2) (Chebyshev). */
function ofMultipleAngle(c: Value, m: number): Value {
  let [previous, last]: [Operand, Value] = [1, c];
  for (let i = 1; i < m; i++) [previous, last] = [last, sub(mul(mul(c, 2), last), previous)];
  return last;
}
