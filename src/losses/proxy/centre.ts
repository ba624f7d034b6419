import { add, gather, matMul, mean, mul, square, sub, sum, transpose } from '../../graph/ops.ts';
import { crossEntropy } from '../cross-entropy.ts';
import type { ClassLoss, ClassLossSize } from '../loss.ts';
import { proxies } from './proxies.ts';

/** Options of centre. */
export type CentreOptions = {
  /**
   * How much nearness to the centre counts beside telling classes apart, 0 or more. Too much shrinks all embeddings to a
   * point, 0 is softmax; the paper found 0.003 the best, in squared lengths of embeddings as they are.
   */
  readonly nearness?: number;
};

/**
 * Centre loss with its softmax (Wen et al. 2016), without which all would fall together: with learned centres c,
 * mean_i (crossEntropy(W x_i + b, y_i) + nearness |x_i - c_yi|^2 / 2). Never negative. Lengths count. The centres follow the
 * gradient like all weights; the paper moves them by a rule of their own to the same end.
 */
export function centre({ nearness = 0.003 }: CentreOptions = {}): ClassLoss {
  return {
    needs: 'labels',
    parameters: (size) => [proxies(size), zeros('bias', [size.classes]), centresOf(size)],
    value: ({ embeddings, labels, weights }) => {
      const logits = add(matMul(embeddings, transpose(weights.proxies)), weights.bias);
      const away = sum(square(sub(embeddings, gather(weights.centres, labels))), -1);
      return add(crossEntropy().value({ logits, labels }), mul(mean(away), nearness / 2));
    },
  };
}

function centresOf({ classes, dimensions }: ClassLossSize) {
  return zeros('centres', [classes, dimensions]);
}

function zeros(name: string, shape: readonly number[]) {
  const count = shape.reduce((product, size) => product * size, 1);
  return { name, shape, initial: new Float32Array(count), decay: false };
}
